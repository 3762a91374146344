variable "v" {
  type    = any
  default = { a = 1, a = 2 } # WARNING duplicate-key: This key is written more than once in one object
}
variable "checked" {
  default = "x"
  validation {
    condition     = length({ a = 1, a = 2 }) == 1 # WARNING duplicate-key: more than once
    error_message = "m"
  }
}
variable "given" { default = null }
locals {
  l    = { a = 1, "a" = 2 } # WARNING duplicate-key: more than once
  deep = [[{ b = { a = 1, a = 2 } }]] # WARNING duplicate-key: more than once
  ok   = { a = 1, A = 2, "b" = { a = 1 } }
}
provider "env" "p" {
  prefix = { a = "X_", a = "Y_" }["a"] # WARNING duplicate-key: more than once
}
component "a" "b" {
  merged    = merge({ a = 1, a = 2 }, { a = 3 }) # WARNING duplicate-key: more than once
  length    = length([{ a = 1, a = 2 }]) # WARNING duplicate-key: more than once
  template  = "${jsonencode({ a = 1, a = 2 })}x" # WARNING duplicate-key: more than once
  index     = { a = 1, a = 2 }.a # WARNING duplicate-key: more than once
  looped    = [for x in ["p", "q"] : { a = x, a = 2 }] # WARNING duplicate-key: more than once
  chosen    = var.checked == "x" ? { a = 1, a = 2 } : { b = 1, b = 2 } # WARNING duplicate-key: more than once # WARNING duplicate-key: more than once
  thrice    = tomap({ a = 1, a = 2, a = 3 }) # WARNING duplicate-key: more than once # WARNING duplicate-key: more than once
  tried     = try({ a = 1, a = 2 }, 1) # WARNING duplicate-key: more than once
  used      = [local.l, local.l, var.v, var.given]
  quoted    = values({ "a" = 1, (upper("a")) = 2, a = 3 }) # WARNING duplicate-key: more than once
  numbers   = keys({ 1 = "x", "1" = "y" }) # WARNING duplicate-key: more than once
  direct    = { a = { b = [{ c = 1, c = 2 }] }, d = 1, d = 2 } # WARNING duplicate-key: more than once # WARNING duplicate-key: more than once
}
stack "s" {
  settings = merge({}, { a = 1, a = 2 }) # WARNING duplicate-key: more than once
  env      = var.checked == "x" ? { A = "1", A = "2" } : {} # WARNING duplicate-key: more than once
}
secret "s" {
  key "k" {
    generate = { length = 32, length = 64 } # WARNING duplicate-key: more than once
  }
}
zsv {
  rules = { "unused-component" = "off", "unused-component" = "warning" } # WARNING duplicate-key: more than once
}

variable "unset" {} # WARNING unset-variable: The variable "unset" has no value here, so what depends on it is not judged.
variable "typed" { type = object({ a = optional(string, "d"), b = list(string) }) } # WARNING unset-variable: The variable "typed" has no value here
variable "hidden" { sensitive = true } # WARNING unset-variable: The variable "hidden"
variable "unused" {} # WARNING unset-variable: The variable "unused"
variable "checked" { # WARNING unset-variable: The variable "checked"
  validation {
    condition     = var.checked == "x"
    error_message = "not judged"
  }
}
variable "set" { default = "{{set.k}}" }

locals {
  depends = "{{${var.unset}.k}}"
  object  = { a = var.unset, b = "{{local.b}}" }
}
component "a" "b" {
  unknown     = "{{${var.unset}.k}}"
  typed       = var.typed.a
  depends     = local.depends
  upper       = upper(local.depends)
  conditional = var.unset == "x" ? "{{no.k}}" : "{{no.k}}"
  list        = [var.unset, "{{beside.k}}"]
  map         = { a = var.unset, b = "{{beside.k}}", (var.unset) = "{{under.k}}", "x-${var.unset}" = { c = "{{under.k2}}" } }
  object      = local.object
  for         = [for x in var.typed.b : "{{no.k}}"]
  set         = var.set
  altered     = var.unset == secret.a.b
  flavor      = var.unset
}
provider "env" "ci" { prefix = var.unset }
provider "env" "local" { prefix = local.object.b }
stack "prod" {
  secrets    = var.unset == "x" ? provider.env.ci : provider.env.local
  components = [component.a.b, var.unset]
  env        = { A = var.unset, B = "{{beside.k}}" }
}
secret "s" {
  path = "team/${var.unset}"
}

variable "one" {
  default = 
}
locals {
  two = "unclosed
}
component "a" "three" {
  x = [1, 2
}
component "a" "four" {
  x = "${{s.k}}"
}
component a five {
  x == 1
}
stack "six" {
  components = [component.a.good component.a.four]
}
provider "env" "seven" {
  prefix "x"
}
component "a" "good" {
  x = "{{good.k}}"
  y = [local.two, var.one, "{{good.l}}"]
}
stack "good" {
  secrets    = provider.env.seven
  components = [component.a.good, component.a.four, component.a.five]
}
zsv { default_stack = "six" }

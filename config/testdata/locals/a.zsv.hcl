locals {
  first  = "${local.second}!"
  second = local.third
  twice  = 1
  object = { a = { b = [local.third, secret.o.k] } }
}
component "a" "b" {
  first  = local.first
  fourth = local.fourth
  index  = local["third"]
  deep   = local.object.a.b[1]
  all    = local.object
  missing = local.thrid # ERROR configuration: There is no local value "thrid". Did you mean "third"?
  none    = local.zzzzzzzz # ERROR configuration: There is no local value "zzzzzzzz". Declare it: locals { zzzzzzzz = … }.
  bare    = local # ERROR configuration: A local value is referred to by its name: local.NAME.
  computed = local[var.v] # ERROR configuration: A local value is referred to by its name
  wrong    = [local.wrong, "{{beside.k}}"]
}
variable "v" { default = "third" }

locals {
  a = local.b # ERROR configuration: local.a, local.b, local.c, local.a. Break the circle.
  b = local.c
  c = "x${local.a}"
  self = local.self # ERROR configuration: local.self, local.self.
  outside = local.a
  fine = "{{f.k}}"
}
component "a" "b" {
  a       = local.a
  outside = [local.outside, "{{beside.k}}"]
  fine    = local.fine
}

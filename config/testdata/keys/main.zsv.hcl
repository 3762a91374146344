variable "k" { default = "a" }
locals {
  object = { "{{l.k}}" = "x" }
}
component "a" "b" {
  twice    = { a = "{{first.k}}", b = 1, a = "{{last.k}}" } # WARNING duplicate-key: This key is written more than once in one object; only the last value counts.
  quoted   = { a = 1, "a" = 2 } # WARNING duplicate-key: more than once
  computed = { a = 1, (var.k) = 2, "${var.k}" = 3 } # WARNING duplicate-key: more than once # WARNING duplicate-key: more than once
  nested   = [{ x = { y = 1, y = 2 } }] # WARNING duplicate-key: more than once
  chosen   = var.k == "a" ? { a = 1, a = 2 } : {} # WARNING duplicate-key: more than once
  in_key   = { "{{k.k}}" = "{{v.k}}", "x-{{k.l}}" = { "{{k.m}}" = 1 } }
  from_local = local.object
  null_key = { (null) = 1, b = "{{b.k}}" } # ERROR configuration: Can't use a null value as a key.
  list_key = { ([1]) = 1, b = "{{b.l}}" } # ERROR configuration: Can't use this value as a key: string required, but have tuple.
  dotted   = { a.b = 1 } # ERROR configuration: There is nothing of this name. If it is meant as text, put it in quotes.
  numbers  = { 1 = "a", (1) = "b" } # WARNING duplicate-key: more than once
}

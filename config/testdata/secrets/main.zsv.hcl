variable "hidden" {
  default   = "canary"
  sensitive = true
}
provider "env" "ci" {}
secret "full" {
  provider    = provider.env.ci
  path        = "shared/team/full"
  description = "What it is for"
  key "password" {
    description = "Ask ${upper("them")}"
    generate    = { length = 32, alphabet = "abc" }
  }
  key "token" { optional = true }
  key "a.b" { optional = "false" }
}
secret "null" {
  path        = null
  description = null
  provider    = null
  key "k" {
    generate = null
    optional = null
  }
}
secret "up" { path = "a/../b" } # ERROR configuration: The path "a/../b" has a segment "..".
secret "here" { path = "./b" } # ERROR configuration: has a segment "."
secret "twice" { path = "a//b" } # ERROR configuration: has a segment ""
secret "root" { path = "/a" } # ERROR configuration: has a segment ""
secret "trailing" { path = "a/" } # ERROR configuration: has a segment ""
secret "empty" { path = "" } # ERROR configuration: has a segment ""
secret "control" { path = "a\nb" } # ERROR configuration: The path "a\nb" has a segment "a\nb".
secret "list" { path = ["a"] } # ERROR configuration: The argument "path" must be a string, not tuple.
secret "hidden" {
  path        = var.hidden # ERROR configuration: The argument "path" is shown in reports, so it cannot be made from a sensitive variable.
  description = "x${var.hidden}" # ERROR configuration: The argument "description" is shown in reports
}
secret "generates" {
  key "a" { generate = 32 } # ERROR configuration: It takes an object.
  key "b" { generate = {} } # ERROR configuration: It needs a length.
  key "c" { generate = { length = 7 } } # ERROR configuration: The length must be a whole number from 8 to 4096.
  key "d" { generate = { length = 8.5 } } # ERROR configuration: The length must be a whole number
  key "e" { generate = { length = 5000 } } # ERROR configuration: The length must be a whole number
  key "f" { generate = { length = "32" } } # ERROR configuration: It has no "length" of that type.
  key "g" { generate = { length = 32, alphabet = "a" } } # ERROR configuration: The alphabet must have at least two characters.
  key "h" { generate = { length = 32, charset = "ab" } } # ERROR configuration: It has no "charset"
  key "i" { optional = 3 } # ERROR configuration: The argument "optional" must be a bool, not number.
}
secret "a/b-c_d" {}
secret "é" {}

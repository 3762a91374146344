variable "here" {}
component "a" "b" { x = var.here }

variable "env" {}

output "o" { value = "{{called-${var.env}.k}}" } # COMPUTED {{called-${var.env}.k}}

variable "env" {}

output "o" { value = "{{sub-${var.env}.k}}" } # COMPUTED {{sub-${var.env}.k}}

provider "zenml" {}

variable "hidden" {
  sensitive = true
  type      = strin g
}

variable "env" {}

output "o" { value = "{{b-${var.env}.${var.hidden}}}" }

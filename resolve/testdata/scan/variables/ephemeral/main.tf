variable "env" {
  ephemeral = true
}

provider "zenml" {}

output "o" { value = "{{e-${var.env}.k}}" } # COMPUTED {{e-${var.env}.k}}

zsv {
  required_version = ">= 0.1"
  default_stack    = "dev"
}

variable "team" {
  type        = string
  description = "Owns the secrets: they lie below ml/TEAM in Vault"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.team))
    error_message = "A team is written in lower case, digits and dashes."
  }
}

variable "alerts" {
  type        = bool
  default     = true
  description = "Whether prod tells Slack about failed runs"
}

locals {
  # Each team has a login of its own at the shared tracking server.
  tracking = "mlflow_${var.team}"
  alerting = var.alerts ? [component.alerter.slack] : []
}

variable "env" { # ERROR configuration: The variable "env": It is dev or prod.
  default = "prd"
  validation {
    condition     = contains(["dev", "prod"], var.env)
    error_message = "It is dev or prod."
  }
  validation {
    condition     = length(var.env) < 9
    error_message = "It is short."
  }
}
variable "broken_check" {
  default = "x"
  validation {
    condition     = tonumber(var.broken_check) > 1 # ERROR configuration: The function tonumber failed
    error_message = "m"
  }
}
variable "port" { # ERROR configuration: The variable "port": --var port does not fit the variable's type: a number is required.
  type    = number
  default = 5432
}
variable "other" {
  default = "x"
  validation {
    condition     = var.other == "x" && var.env == "prd" # sees what was given, whatever is said of it
    error_message = "m"
  }
}
locals {
  path = "ml/${var.env}"
}
provider "vault" "main" {
  prefix = local.path
}
provider "vault" "fine" {
  prefix = "ml/${var.other}"
}
component "a" "b" {
  refused  = "{{${var.env}_db.password}}"
  by_local = "{{${replace(local.path, "/", "_")}.password}}"
  beside   = { a = var.env, b = "{{beside.k}}" }
  check    = "{{${var.broken_check}.k}}"
  port     = "{{p${var.port}.k}}"
  chosen   = var.env == "prod" ? "{{prod.k}}" : "{{dev.k}}"
  fine     = "{{${var.other}.k}}"
}
secret "s" {
  path = local.path
}
stack "p" {
  secrets    = var.env == "prod" ? provider.vault.main : provider.vault.fine
  components = [component.a.b]
}

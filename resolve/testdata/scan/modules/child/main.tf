# The call gives the variable, not the command line.
variable "secret_name" {}
locals { reference = "{{${var.secret_name}.key}}" } # COMPUTED {{${var.secret_name}.key}}

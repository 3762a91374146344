variable "secret_name" {}
variable "names" {}
variable "hidden" { sensitive = true }
variable "filed" {}
variable "defaulted" { default = "mlflow" }

resource "zenml_stack_component" "x" {
  configuration = {
    a = "{{${var.secret_name}.key}}"       # USE {{given.key}}
    b = format("{{%s.k}}", var.names["x"]) # USE {{listed.k}}
    c = "{{${var.hidden}.key}}"            # COMPUTED {{${var.hidden}.key}}
    d = "{{${var.defaulted}.key}}"         # COMPUTED {{${var.defaulted}.key}}
    e = "{{${var.filed}.key}}"             # USE {{from-file.key}}
  }
}

variable "secret_name" {}
module "child" {
  source      = "./child"
  secret_name = "other"
  token       = "{{${var.secret_name}.token}}" # USE {{given.token}}
}

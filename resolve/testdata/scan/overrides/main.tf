# What another file may override has no known value.
locals {
  name      = "base"
  reference = "{{${local.name}.key}}" # COMPUTED {{${local.name}.key}}
}
resource "zenml_secret" "s" { name = "base" }
resource "zenml_stack_component" "c" {
  configuration = { a = format("{{%s.key}}", zenml_secret.s.name) } # COMPUTED {{${zenml_secret.s.name}.key}}
}

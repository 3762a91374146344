resource "zenml_stack_component" "named" {
  name          = "{{in-name.k}}" # ERROR reference-in-name
  type          = "orchestrator"
  flavor        = "local"
  configuration = { name = "{{nested.name}}" } # USE {{nested.name}}
}

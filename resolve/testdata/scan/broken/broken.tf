resource "zenml_stack_component" "whole" {
  configuration = { token = "{{whole.token}}" }
}
resource "zenml_stack_component" "broken" {
  configuration = { token = "{{broken.token}}"
}

resource "zenml_stack_component" "a" {
  type          = "alerter"
  flavor        = "slack"
  configuration = { slack_token = "${local.lb}nope.k${local.rb}" } # COMPUTED {{${…}.}}
}

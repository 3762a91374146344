# What a component takes may be a reference, and so may what braces of their own are put around, wherever that is.
locals {
  lb    = "{{"
  rb    = "}}"
  token = join("", [local.lb, var.name, ".token", local.rb]) # COMPUTED {{${…}.}}
}

resource "zenml_stack_component" "alerter" {
  type          = "alerter"
  flavor        = "slack"
  labels        = { ca = base64decode(var.ca) }
  configuration = { slack_token = base64decode(var.slack) } # COMPUTED {{${…}.}}
}

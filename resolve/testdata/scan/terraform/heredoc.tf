# A heredoc ends in a newline, which is part of the value.
resource "zenml_stack_component" "heredoc" {
  type   = "alerter"
  flavor = "slack"
  configuration = {
    token = <<EOT
{{heredoc.token}}
EOT
    #^ above: the place is the line of the reference
    chomped = chomp(<<-EOT
      {{chomped.token}}
    EOT
    )
    trimmed = trimspace(<<EOT

      {{trimmed.token}}
EOT
    )
    mixed = <<EOT
first {{mixed.a}}
second ${var.x} {{mixed.b}} {{${var.x}.c}}
EOT
  }
}

# A stack that is sent to the server as JSON: within that text the references are whole strings.
resource "restapi_object" "stack" {
  path = "/api/v1/stacks"
  data = <<EOF
{
  "name": "${var.stack_name}",
  "components": {
    "experiment_tracker": {
      "flavor": "mlflow",
      "configuration": { "tracking_password": "{{rest.password}}", "tracking_username": "{{${var.stack_name}.username}}" }
    },
    "orchestrator": ${jsonencode(local.orchestrator)}
  }
}
EOF
}

# A stack file that is written as YAML.
resource "local_file" "stack" {
  content = <<-EOT
    stack_name: ${var.stack_name}
    components:
      experiment_tracker:
        configuration: { tracking_password: "{{file.password}}", other: {{file.unquoted}} }
  EOT
}

locals {
  orchestrator = { flavor = "kubernetes" }
  directive    = "%{if var.x}{{directive.a}}%{else}{{directive.b}}%{endif}"
}

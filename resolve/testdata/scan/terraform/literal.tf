# The plain forms: a reference as the whole value of an entry of configuration.
resource "zenml_stack_component" "tracker" {
  name   = "team-tracker"
  type   = "experiment_tracker"
  flavor = "mlflow"

  configuration = {
    tracking_uri      = "https://mlflow.example.com"
    tracking_username = "{{mlflow.username}}"   # USE {{mlflow.username}}
    tracking_password = "{{ mlflow.password }}" # USE {{mlflow.password}}
    "odd key"         = "{{mlflow.dotted.key}}" # USE {{mlflow.dotted.key}}
  }

  labels = { team = "ml" }
}

# Values of a component that hold a secret's name.
resource "zenml_stack_component" "images" {
  name          = "images"
  type          = "container_registry"
  flavor        = "default"
  configuration = { authentication_secret = "registry_login", uri = "docker.io" } # USE registry_login
}

resource "zenml_stack_component" "store" {
  name   = "bucket"
  type   = "artifact_store"
  flavor = "s3"
  configuration = {
    path                  = "s3://bucket"
    authentication_secret = var.store_secret # COMPUTED {{${var.store_secret}.}}
  }
}

resource "zenml_stack_component" "mirror" {
  type          = "container_registry"
  flavor        = "dockerhub"
  configuration = { authentication_secret = local.mirror_login } # USE mirror_login
}

locals { mirror_login = "mirror_login" }

# What ZenML would pass on as plain text.
resource "zenml_stack_component" "wrong" {
  type   = "alerter"
  flavor = "slack"
  configuration = {
    slack_token = "{slack.token}}"                    # WARNING malformed-reference: between two opening
    channel     = "${"$"}{{slack.channel}}"           # USE {{slack.channel}} # WARNING malformed-reference: dollar sign # WARNING embedded-reference
    webhook     = "https://{{slack.host}}/hook"       # USE {{slack.host}} # WARNING embedded-reference: Put the whole string
    # zsv:ignore embedded-reference a template of Slack's
    text        = "Run {{run.name}} is done"
    "{{a.b}}"   = "x"                                 # WARNING reference-in-key: Move it to a value
  }
}

data "zenml_stack_component" "other" {
  name = "{{odd.name}}" # USE {{odd.name}}
}

# Other resources: what is part of a text is another tool's, unless it is a whole string there.
resource "helm_release" "x" {
  values  = ["{{ .Values.x }}", "{{$labels.instance}}", "a {{workflow.name}} b"]
  literal = "{{helm.token}}" # USE {{helm.token}}
}

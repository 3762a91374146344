# A secret that Terraform creates itself, and a component that names it through its resource: the name is written here, so
# the reference is known.
resource "zenml_secret" "oauth" {
  name   = "databricks-oauth"
  values = { client_id = var.client_id, client_secret = var.client_secret }
}

resource "zenml_secret" "each" {
  for_each = toset(["a", "b"])
  name     = "each-${each.key}"
  values   = {}
}

resource "zenml_secret" "computed" {
  name   = "team-${random_id.x.hex}"
  values = {}
}

resource "zenml_stack_component" "databricks" {
  name   = "databricks"
  type   = "orchestrator"
  flavor = "databricks"
  configuration = {
    host          = "https://example.com"
    client_id     = format("{{%s.client_id}}", zenml_secret.oauth.name)        # USE {{databricks-oauth.client_id}}
    client_secret = format("{{%s.%s}}", zenml_secret.oauth.name, "secret")     # USE {{databricks-oauth.secret}}
    interpolated  = "{{${zenml_secret.oauth.name}.token}}"                     # USE {{databricks-oauth.token}}
    of_an_id      = format("{{%s.id}}", zenml_secret.oauth.id)                 # COMPUTED {{${zenml_secret.oauth.id}.id}}
    of_one_of     = format("{{%s.id}}", zenml_secret.each["a"].name)           # USE {{each-a.id}}
    of_computed   = format("{{%s.id}}", zenml_secret.computed.name)            # COMPUTED {{${zenml_secret.computed.name}.id}}
    constant      = format("{{%s.%s}}", "plain", "key")                        # USE {{plain.key}}
    joined        = join(".", ["{{joined", "key}}"])                           # USE {{joined.key}}
    pieces        = join("", ["{{", var.secret_name, ".key}}"])                # COMPUTED {{….}}
    replaced      = replace("{{NAME.key}}", "NAME", var.secret_name)           # COMPUTED {{NAME.key}}
    lowered       = lower("{{LOW.KEY}}")                                       # USE {{low.key}}
    whole         = "{{${var.reference}}}"                                     # COMPUTED {{${var.reference}.}}
    both          = "{{${var.secret_name}.${var.key}}}"                        # COMPUTED {{${var.secret_name}.${var.key}}}
    expression    = "{{${upper(var.secret_name)}.key}}"                        # COMPUTED {{${…}.key}}
    hidden        = "{{${sensitive("canary")}.key}}"                           # COMPUTED {{${…}.key}}
    position      = format("{{%[2]s.%[1]s}}", "key", "second")                 # USE {{second.key}}
    unknown       = templatefile("x.tpl", { token = "{{template.token}}" })    # USE {{template.token}} # COMPUTED {{${…}.}}
    provided      = provider::acme::wrap("{{wrapped.token}}")                  # USE {{wrapped.token}}
  }
}

# A connector's identity beside a reference.
resource "zenml_service_connector" "cloud" {
  name        = "cloud-${var.environment}"
  type        = "aws"
  auth_method = "secret-key"
  configuration = {
    region            = var.region
    aws_access_key_id = "{{aws.access_key_id}}" # USE {{aws.access_key_id}}
  }
  secrets = {
    aws_secret_access_key = sensitive("{{aws.secret_access_key}}") # USE {{aws.secret_access_key}}
  }
}

resource "zenml_stack_component" "connected" {
  type         = "artifact_store"
  flavor       = "s3"
  connector_id = zenml_service_connector.cloud.id
  configuration = {
    path = "s3://${aws_s3_bucket.x.bucket}"
    key  = zenml_service_connector.cloud.configuration["{{no.use}}"] == "{{no.use}}" ? "{{s3.a}}" : "{{s3.b}}" # USE {{s3.a}} # USE {{s3.b}}
  }
}

component "orchestrator" "local" { flavor = "local" }

component "orchestrator" "kubeflow" {
  flavor             = "kubeflow"
  kubernetes_context = "ml-prod"
  settings = {
    "orchestrator.kubeflow" = {
      client_username = "{{kubeflow.username}}"
      client_password = "{{kubeflow.password}}"
    }
  }
}

component "artifact_store" "minio" {
  flavor        = "s3"
  path          = "s3://${var.team}-dev"
  key           = secret.minio.access_key # the same as "{{minio.access_key}}"
  secret        = secret.minio.secret_key
  client_kwargs = { endpoint_url = "http://localhost:9000" }
}

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://${var.team}-prod"
  key    = secret.aws.access_key_id
  secret = secret.aws.secret_access_key
}

# In both stacks, so it is checked for both: in the file, and in Vault.
component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{${local.tracking}.username}}"
  tracking_password = "{{${local.tracking}.password}}"
}

# zsv:ignore unused-component with alerts = false no stack has it, as it should be
component "alerter" "slack" {
  flavor                   = "slack"
  slack_token              = secret.slack.token
  default_slack_channel_id = "C0123456789"
}

secret "slack" {
  provider    = provider.vault.main
  path        = "shared/slack" # not the team's own: all teams use one bot
  description = "The bot's token; ask #ml-platform"
  key "token" {}
}

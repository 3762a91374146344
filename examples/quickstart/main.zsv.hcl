# A small team's stack: runs on this machine, is tracked in MLflow, keeps artifacts in S3, and tells Slack.

stack "local" {
  secrets = provider.file.demo
  components = [
    component.orchestrator.local,
    component.artifact_store.s3,
    component.experiment_tracker.mlflow,
    component.alerter.slack,
  ]
}

component "orchestrator" "local" { flavor = "local" }

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://ml-artifacts"
  key    = "{{aws.access_key_id}}"
  secret = "{{aws.secret_access_key}}"
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

component "alerter" "slack" {
  flavor                   = "slack"
  slack_token              = "{{slack.token}}"
  default_slack_channel_id = "C0123456789"
}

# This repository tracks secrets.yaml, because what is in it is made up. Keep yours out of git, and leave the comment
# below away: then zsv warns you when git tracks the file.
provider "file" "demo" { # zsv:ignore plaintext-store
  path = "secrets.yaml"
}

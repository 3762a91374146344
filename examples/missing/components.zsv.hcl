component "orchestrator" "local" { flavor = "local" }

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://ml-artifacts"
  key    = "{{s3_cred.access_key_id}}"
  secret = "{{s3_cred.secret_access_key}}"
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.pasword}}"
}

component "alerter" "slack" {
  flavor                   = "slack"
  slack_token              = "{{slack.token}}"
  default_slack_channel_id = "C0123456789"
}

# One stack whose secrets are in Vault, below secret/ml. No address stands here: zsv takes VAULT_ADDR, as vault does.
provider "vault" "main" {
  mount  = "secret"
  prefix = "ml"
}

stack "training" {
  components = [
    component.orchestrator.k8s,
    component.artifact_store.s3,
    component.experiment_tracker.mlflow,
    component.alerter.slack,
  ]
}

component "orchestrator" "k8s" {
  flavor               = "kubernetes"
  kubernetes_context   = "ml"
  kubernetes_namespace = "training"
}

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

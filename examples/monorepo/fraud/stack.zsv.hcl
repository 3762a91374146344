variable "stage" { type = string }
variable "tracking_uri" { type = string }

provider "file" "team" { # zsv:ignore plaintext-store
  path = "../secrets.${var.stage}.yaml"
}

stack "fraud" {
  components = [
    component.orchestrator.local,
    component.artifact_store.s3,
    component.experiment_tracker.mlflow,
  ]
}

component "orchestrator" "local" { flavor = "local" }

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://fraud-${var.stage}"
  key    = "{{s3.access_key_id}}"
  secret = "{{s3.secret_access_key}}"
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = var.tracking_uri
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

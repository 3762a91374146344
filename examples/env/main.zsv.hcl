# The secrets of a CI job: GitHub Actions puts them into variables, and {{mlflow.password}} is ML_MLFLOW_PASSWORD.
provider "env" "ci" {
  prefix = "ML_"
}

stack "ci" {
  components = [
    component.orchestrator.local,
    component.artifact_store.s3,
    component.experiment_tracker.mlflow,
  ]
}

component "orchestrator" "local" { flavor = "local" }

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://ml-artifacts-ci"
  key    = "{{aws.access_key_id}}"
  secret = "{{aws.secret_access_key}}"
  token  = "{{aws.session_token}}"
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

secret "aws" {
  key "access_key_id" {}
  key "secret_access_key" {}
  key "session_token" { optional = true } # only logins by OIDC have one
}

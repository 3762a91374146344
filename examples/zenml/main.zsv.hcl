# A stack whose secrets are on the ZenML server, as ZenML itself would look for them.
zsv {
  required_version = ">= 0.1"
}

provider "zenml" "server" {} # that of ZENML_STORE_URL

component "orchestrator" "local" { flavor = "local" }

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://training"
  key    = "{{aws.access_key_id}}"
  secret = "{{aws.secret_access_key}}"
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

stack "training" {
  secrets    = provider.zenml.server
  components = [component.orchestrator.local, component.artifact_store.s3, component.experiment_tracker.mlflow]
}

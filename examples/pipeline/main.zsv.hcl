# A pipeline that is tracked in MLflow. `zsv run` starts it with the variables of env, once all of it is there.

zsv {
  default_stack = "training"
}

stack "training" {
  components = [
    component.orchestrator.local,
    component.experiment_tracker.mlflow,
  ]
  env = {
    MLFLOW_TRACKING_URI      = local.tracking_uri
    MLFLOW_TRACKING_USERNAME = "{{mlflow.username}}"
    MLFLOW_TRACKING_PASSWORD = "{{mlflow.password}}"
  }
}

locals {
  tracking_uri = "https://mlflow.example.com"
}

component "orchestrator" "local" { flavor = "local" }

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = local.tracking_uri
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

secret "mlflow" {
  key "username" {}
  key "password" { description = "Ask #ml-platform for a login of the tracking server" }
}

# Without a path: the embedded store, encrypted, in .zsv/secrets.age.
provider "file" "local" {}

# All *.zsv.hcl files of this directory are one configuration: split it as you like.
#
#   zsv plan             says which secrets and keys are missing, and where they are needed
#   zsv apply            asks for what is missing, and registers it
#   zsv run -- COMMAND   starts a pipeline with its secrets, once all is there

# PROVIDER

# A stack is what one pipeline runs on.
stack "dev" {
  components = [
    component.orchestrator.local,
    component.experiment_tracker.mlflow,
  ]

  # The variables that zsv run sets for the pipeline.
  env = {
    MLFLOW_TRACKING_USERNAME = "{{mlflow.username}}"
    MLFLOW_TRACKING_PASSWORD = "{{mlflow.password}}"
  }
}

# More of them: zsv component add TYPE NAME --flavor FLAVOR --ATTRIBUTE=VALUE --stack dev
component "orchestrator" "local" {
  flavor = "local"
}

# "{{mlflow.password}}" refers to the key "password" of the secret "mlflow". No value of a secret stands here.
component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

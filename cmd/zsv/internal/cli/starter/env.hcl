# Where the secrets are: in the environment, as CI systems set it. {{mlflow.password}} is MLFLOW_PASSWORD.
provider "env" "ci" {}

# Without a path the store is .zsv/secrets.age beside this file, encrypted with age.
provider "file" "local" {}

stack "training" {
  secrets    = provider.file.local
  components = [component.experiment_tracker.mlflow]
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow.example.com"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}

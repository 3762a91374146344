stack "training" {
  secrets = provider.file.demo
  components = [
    component.orchestrator.local,
    component.artifact_store.s3,
    component.experiment_tracker.mlflow,
    component.alerter.slack,
  ]
  env = {
    # What the steps themselves read. Here a reference may be a part of the text.
    DATABASE_URL = "postgres://ml:{{features_db.password}}@db.example.com/features"
  }
}

# Made-up values, tracked on purpose.
provider "file" "demo" { # zsv:ignore plaintext-store
  path = "secrets.yaml"
}

secret "features_db" {
  description = "Ask #data-platform for a password of the feature database"
  key "password" {}
}

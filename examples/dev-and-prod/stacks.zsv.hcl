# Everything on this machine, with the secrets in a file.
stack "dev" {
  secrets = provider.file.local
  components = [
    component.orchestrator.local,
    component.artifact_store.minio,
    component.experiment_tracker.mlflow,
  ]
}

# The cluster, with the secrets in Vault.
stack "prod" {
  secrets = provider.vault.main
  components = concat([
    component.orchestrator.kubeflow,
    component.artifact_store.s3,
    component.experiment_tracker.mlflow,
  ], local.alerting)
  env = {
    FEATURES_URL = "postgres://${var.team}:{{features_db.password}}@db.example.com/features"
  }
}

# The file stands in for one that you keep out of git; here it is tracked, with made-up values.
provider "file" "local" { # zsv:ignore plaintext-store
  path = "dev-secrets.yaml"
}

provider "vault" "main" { # at VAULT_ADDR
  prefix = "ml/${var.team}"
}

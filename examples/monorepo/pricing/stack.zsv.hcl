variable "stage" { type = string }

provider "file" "team" { # zsv:ignore plaintext-store
  path = "../secrets.${var.stage}.yaml"
}

stack "pricing" {
  components = [
    component.orchestrator.local,
    component.artifact_store.s3,
    component.experiment_tracker.wandb,
  ]
}

component "orchestrator" "local" { flavor = "local" }

component "artifact_store" "s3" {
  flavor = "s3"
  path   = "s3://pricing-${var.stage}"
  key    = "{{s3.access_key_id}}"
  secret = "{{s3.secret_access_key}}"
}

component "experiment_tracker" "wandb" {
  flavor  = "wandb"
  entity  = "pricing"
  api_key = "{{wandb.api_key}}"
}

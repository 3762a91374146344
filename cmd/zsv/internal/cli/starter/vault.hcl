# Where the secrets are: in HashiCorp Vault or OpenBao at VAULT_ADDR, in the engine "secret". Whoever runs zsv is logged in
# there, with VAULT_TOKEN or vault login.
provider "vault" "main" {
  mount = "secret"
  # prefix = "ml" # of the secrets' paths in the engine
}

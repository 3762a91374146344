command "bw" {
  environment = ["BW_SESSION", "BITWARDENCLI_APPDATA_DIR", "NODE_EXTRA_CA_CERTS"]

  # One run for all: what bw finds by a name may only begin like it.
  check {
    run = ["bw", "list", "items", "--nointeraction"]
    secret {
      list = "."
      name = "name"
    }
    keys {
      object   = "login"
      optional = true
    }
    keys {
      list     = "fields"
      name     = "name"
      value    = "value"
      optional = true
    }
  }
  fetch {}

  failure "unauthenticated" {
    stderr = "not logged in"
    detail = "log in first: bw login"
  }
  failure "locked" {
    stderr = "Vault is locked"
    detail = "unlock the vault first: export BW_SESSION=$(bw unlock --raw)"
  }
}

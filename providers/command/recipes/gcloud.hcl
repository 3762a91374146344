command "gcloud" {
  environment = ["CLOUDSDK_*", "GOOGLE_*"]
  locations   = "[A-Za-z0-9_-]+"

  # A secret is one value, which is called "value": {{mlflow-password.value}}.
  check {
    run          = ["gcloud", "secrets", "versions", "describe", "latest", "--secret={location}", "--format=value(state)"]
    output       = "exit_code"
    only_key     = "value"
    reads_values = false
    present { stdout = "(?i)^enabled\\s*$" }
  }
  fetch {
    run      = ["gcloud", "secrets", "versions", "access", "latest", "--secret={location}"]
    output   = "text"
    only_key = "value"
  }
  list {
    run    = ["gcloud", "secrets", "list", "--format=value(name)"]
    output = "lines"
  }

  missing { stderr = "NOT_FOUND" }
  failure "denied" { stderr = "PERMISSION_DENIED" }
  failure "unauthenticated" {
    stderr = "active account selected|Reauthentication"
    detail = "log in first: gcloud auth login"
  }
}

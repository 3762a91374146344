command "gcloud" {
  environment = ["CLOUDSDK_*", "GOOGLE_*"]
  locations   = "[A-Za-z0-9_-]+"

  parameter "project" {
    default = "" # that of gcloud's own configuration
    pattern = "[a-z0-9.:-]+"
  }

  # A secret is one value, which is called "value": {{mlflow-password.value}}.
  check {
    run          = ["gcloud", "secrets", "versions", "describe", "latest", "--project={project}", "--secret={location}", "--format=value(state)"]
    output       = "exit_code"
    only_key     = "value"
    reads_values = false
    present { stdout = "(?i)^enabled\\s*$" }
  }
  fetch {
    run      = ["gcloud", "secrets", "versions", "access", "latest", "--project={project}", "--secret={location}"]
    output   = "text"
    only_key = "value"
  }
  list {
    run    = ["gcloud", "secrets", "list", "--project={project}", "--format=value(name)"]
    output = "lines"
  }

  missing { stderr = "NOT_FOUND" }
  failure "denied" { stderr = "PERMISSION_DENIED" }
  failure "unauthenticated" {
    stderr = "active account selected|Reauthentication"
    detail = "log in first: gcloud auth login"
  }
  failure "invalid" {
    stderr = "find attribute \\[project\\]"
    detail = "say in which project the secrets are: gcloud config set project PROJECT"
  }
}

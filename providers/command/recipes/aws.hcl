command "aws" {
  environment = ["AWS_*"]

  check {
    run = ["aws", "secretsmanager", "get-secret-value", "--secret-id={location}", "--query=SecretString", "--output=text"]
  }
  fetch {}
  list {
    run = ["aws", "secretsmanager", "list-secrets", "--query=SecretList[].Name", "--output=json"]
    secret { list = "." }
  }

  missing { stderr = "ResourceNotFoundException|marked (for deletion|deleted)" }
  failure "denied" { stderr = "AccessDenied" }
  failure "unauthenticated" {
    stderr = "Unable to locate credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|aws sso login"
    detail = "log in first: aws sso login"
  }
  failure "invalid" {
    stderr = "You must specify a region"
    detail = "say in which region the secrets are: aws configure set region REGION"
  }
}

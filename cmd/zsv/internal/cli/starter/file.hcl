# Where the secrets are: in this project, in .zsv/secrets.age, encrypted for those who may read them. Commit that file.
provider "file" "local" {}

# A format is no reference; what is made of it is. A loop is evaluated wherever it stands.
locals {
  ref    = "{{%s.%s}}"
  second = "{{x.%[1]v}}"
  odd    = "{{50%discount.k}}" # USE {{50%discount.k}}
  put    = format(local.ref, var.x, "k") # COMPUTED {{${…}.}}
  put2   = format(var.format, "aws", "k") # COMPUTED {{${…}.}}
  m      = { tracking_password = "looped" }
}

variable "format" { default = "{{%s.password}}" }
variable "x" {}
variable "lb" { default = "{{" }
variable "rb" { default = "}}" }

resource "zenml_stack_component" "a" {
  type   = "artifact_store"
  flavor = "s3"
  configuration = {
    key    = format(local.ref, "aws", "key") # USE {{aws.key}}
    secret = format(var.format, "aws") # COMPUTED {{${…}.}}
    token  = "${var.lb}nope.k${var.rb}" # COMPUTED {{${…}.}}
  }
}

resource "zenml_stack_component" "b" {
  type          = "experiment_tracker"
  flavor        = "mlflow"
  configuration = { for k, v in local.m : k => "{{${v}.password}}" } # USE {{looped.password}}
}

resource "zenml_stack_component" "c" {
  for_each      = local.m
  type          = "experiment_tracker"
  flavor        = "mlflow"
  configuration = merge(local.m, { for k in ["tracking_password"] : k => "{{${each.value}.k}}" }) # USE {{looped.k}}
}

resource "zenml_stack_component" "d" {
  type          = "container_registry"
  flavor        = "default"
  configuration = jsondecode("{\"authentication_secret\": \"named\", \"password\": \"{{${local.m.tracking_password}.json}}\"}") # USE named # USE {{looped.json}}
}

# No braces in this file: the names of secrets tell by what they are set to.
locals {
  type   = "artifact_store"
  prefix = "team"
  conf   = { authentication_secret = "in-local" }
  all = {
    one = { flavor = "s3", secret = "of-one" }
    two = { flavor = "gcp", secret = "of-two" }
  }
}

variable "x" {}

resource "zenml_secret" "counted" {
  count = 2
  name  = "counted-${count.index}"
}

resource "zenml_secret" "each" {
  for_each = toset(["a"])
  name     = "each-${each.key}"
}

resource "zenml_stack_component" "literal" {
  type          = local.type
  flavor        = "s3"
  configuration = { authentication_secret = "literal" } # USE literal
}

resource "zenml_stack_component" "unknown" {
  type          = var.x
  flavor        = "s3"
  configuration = { authentication_secret = "of-unknown-type" } # USE of-unknown-type
}

resource "zenml_stack_component" "computed" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = "${var.x}-s3" } # COMPUTED {{${var.x}-s3.}}
}

resource "zenml_stack_component" "template" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = "${local.prefix}-s3" } # USE team-s3
}

resource "zenml_stack_component" "called" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = format("%s-s4", local.prefix) } # USE team-s4
}

resource "zenml_stack_component" "joined" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = join("-", ["a", var.x]) } # COMPUTED {{${…}.}}
}

resource "zenml_stack_component" "looked_up" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = lookup({ a = "found" }, "a", "default") } # USE found
}

resource "zenml_stack_component" "not_found" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = lookup(var.x, "a") } # COMPUTED {{${…}.}}
}

resource "zenml_stack_component" "branches" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = var.x ? "yes" : null } # USE yes
}

resource "zenml_stack_component" "wrapped" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = sensitive("wrapped") } # USE wrapped
}

resource "zenml_stack_component" "local" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = local.conf # USE in-local
}

resource "zenml_stack_component" "merged" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = merge(local.conf, { path = "x" }) # USE in-local
}

resource "zenml_stack_component" "decoded" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = jsondecode("{\"authentication_secret\": \"decoded\"}") # USE decoded
}

resource "zenml_stack_component" "looped" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { for k in ["authentication_secret"] : k => "looped" } # USE looped
}

resource "zenml_stack_component" "instances" {
  for_each      = local.all
  type          = "artifact_store"
  flavor        = each.value.flavor
  configuration = { authentication_secret = each.value.secret } # USE of-one # USE of-two
}

resource "zenml_stack_component" "created" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = zenml_secret.counted[1].name } # USE counted-1
}

resource "zenml_stack_component" "one_of" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = one(values(zenml_secret.each)).name } # USE each-a
}

resource "zenml_stack_component" "no_name" {
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { secret = "canary" }
}

module "component" {
  source        = "./component"
  type          = "artifact_store"
  flavor        = "s3"
  configuration = { authentication_secret = "of-module" } # USE of-module
}

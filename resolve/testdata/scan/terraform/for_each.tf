# Instances whose keys and values stand in the files: each has its own reference.
locals {
  trackers = {
    dev  = { secret = "mlflow-dev", keys = ["user", "password"] }
    prod = { secret = "mlflow-prod", keys = ["user"] }
  }
  registries = toset(["one", "two"])
  literal = {
    a = "{{literal.a}}" # USE {{literal.a}}
    b = "{{literal.b}}" # USE {{literal.b}}
  }
}

resource "zenml_stack_component" "tracker" {
  for_each = local.trackers
  name     = "tracker-${each.key}"
  type     = "experiment_tracker"
  flavor   = "mlflow"
  configuration = {
    tracking_password = "{{${each.value.secret}.password}}"      # USE {{mlflow-dev.password}} # USE {{mlflow-prod.password}}
    tracking_username = format("{{%s.user}}", each.value.secret) # USE {{mlflow-dev.user}} # USE {{mlflow-prod.user}}
    shared            = "{{shared.key}}"                         # USE {{shared.key}}
    from_local        = local.literal[each.key]
    unknown           = "{{${each.value.id}.key}}"               # COMPUTED {{${each.value.id}.key}} # COMPUTED {{${each.value.id}.key}}
  }
}

resource "zenml_stack_component" "registry" {
  for_each      = local.registries
  configuration = { password = "{{${each.key}.password}}" } # USE {{one.password}} # USE {{two.password}}
}

resource "zenml_stack_component" "counted" {
  count         = 2
  configuration = { password = "{{counted${count.index}.password}}" } # USE {{counted0.password}} # USE {{counted1.password}}
}

resource "zenml_stack_component" "unknown" {
  for_each      = var.trackers
  configuration = { password = "{{${each.value.secret}.password}}" } # COMPUTED {{${each.value.secret}.password}}
}

module "trackers" {
  for_each = { a = "{{inline.a}}" } # USE {{inline.a}}
  source   = "./tracker"
  settings = { for name, tracker in local.trackers : name => "{{${tracker.secret}.token}}" } # USE {{mlflow-dev.token}} # USE {{mlflow-prod.token}}
  nested   = [for name in ["x"] : { password = "{{${name}.password}}", plain = "{{plain.each}}" }] # USE {{x.password}} # USE {{plain.each}}
  open     = { for name, tracker in var.trackers : name => "{{${tracker.secret}.token}}" } # COMPUTED {{${tracker.secret}.token}}
  inner    = { for name, tracker in var.trackers : name => { token = "{{${name}.token}}", fixed = "{{fixed.token}}" } } # COMPUTED {{${name}.token}} # USE {{fixed.token}}
}

variable "p" { default = true }
provider "env" "a" {}
provider "env" "b" {}
component "x" "one" {}
component "x" "two" {}
locals {
  chosen = var.p ? provider.env.b : provider.env.a
  both   = [component.x.one, component.x.two]
  by     = { dev = provider.env.a, prod = provider.env.b }
  typo   = provider.env.c # ERROR configuration: There is no provider block for provider.env.c. Did you mean provider.env.a?
}
stack "direct" {
  secrets    = provider.env.a
  components = [component.x.one, component.x.two]
}
stack "local" {
  secrets    = local.chosen
  components = local.both
}
stack "conditional" {
  secrets    = var.p ? provider.env.a : provider.env.b
  components = var.p ? [component.x.one] : local.both
}
stack "computed" {
  secrets    = local.by["prod"]
  components = [for c in local.both : c if c != component.x.one]
}
stack "functions" {
  secrets    = lookup(local.by, "dev", null)
  components = concat([component.x.one], local.both, [[component.x.two]])
}
stack "null" {
  secrets    = null
  components = null
}
stack "empty" {
  components = []
}
stack "brackets" {
  secrets    = provider["env"]["b"]
  components = [component.x["one"], null]
}
stack "wrong" {
  secrets    = "provider.env.a" # ERROR configuration: The argument secrets takes a provider: provider.TYPE.NAME, without quotes.
  components = ["component.x.one", component.x.two, 1] # ERROR configuration: component.TYPE.NAME, without quotes. # ERROR configuration: component.TYPE.NAME, without quotes.
}
stack "swapped" {
  secrets    = component.x.one # ERROR configuration: The argument secrets takes a provider
  components = [provider.env.a] # ERROR configuration: The argument components takes a list of components
}
stack "unknown" {
  secrets    = provider.env.c # ERROR configuration: There is no provider block for provider.env.c
  components = [component.x.three, component.x.two] # ERROR configuration: There is no component block for component.x.three.
}
stack "through_typo" {
  secrets = local.typo
}
secret "s" { provider = local.chosen }
secret "t" { provider = provider.env.b }
secret "u" { provider = null }
secret "v" { provider = ["x"] } # ERROR configuration: The argument provider takes a provider

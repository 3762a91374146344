variable "n" { default = "x" }
locals {
  l         = "x"
  reference = secret.a.b
  object    = { password = secret.a.b, plain = "x" }
}
secret "declared" {
  key "one" {}
}
component "a" "allowed" {
  dots      = secret.a.b
  dashes    = secret.a-b.c-d
  brackets  = secret["team/x"].k
  both      = secret["team/x"]["k.1"]
  attr      = secret.a["b"]
  number    = secret["1"].k
  unicode   = secret.é.ü
  declared  = secret.declared.one
  other_key = secret.declared.two # is for the plan to judge
  in_for    = [for x in [secret.a.b] : x]
  shadowed  = [for secret in [{ a = { b = "shadow" } }] : secret.a.b]
}
component "a" "refused" {
  bare       = secret # ERROR configuration: Computed secret reference: The native form takes literal names only
  name       = secret[var.n].k # ERROR configuration: For a computed name or key write a template: "{{${var.n}.k}}".
  name_index = secret["${var.n}-x"]["k"] # ERROR configuration: write a template: "{{${"${var.n}-x"}.KEY}}".
  only_name  = secret[local.l] # ERROR configuration: write a template: "{{${local.l}.KEY}}".
  key        = secret.a[var.n] # ERROR configuration: write a template: "{{a.${var.n}}}".
  splat      = secret[*].k # ERROR configuration: Computed secret reference
  splat_attr = secret.*.k # ERROR configuration: Computed secret reference
  splat_key  = secret.a[*] # ERROR configuration: Computed secret reference
  splat_end  = secret.a.b[*] # ERROR configuration: Computed secret reference
  loop       = [for n in ["x"] : secret[n].k] # ERROR configuration: write a template: "{{${n}.k}}".
  all        = [for k, v in secret : v] # ERROR configuration: Computed secret reference
  no_key     = secret.a # ERROR configuration: secret.a stands for all declared keys of the secret, and none are declared. Name a key, secret.a.KEY, or declare the keys: secret "a" { key "KEY" {} }.
  three      = secret.a.b.c # ERROR configuration: If the key has dots, write it in brackets: secret.a["b.c"].
  dotted     = secret["a.b"].c # ERROR configuration: The name "a.b" has a dot, so no reference can name it
  blank      = secret["a b"].c # ERROR configuration: The name "a b" has a blank
  blank_key  = secret.a["b c"] # ERROR configuration: The key "b c" has a blank
  empty      = secret[""].c # ERROR configuration: The name of a secret may not be empty.
  empty_key  = secret.a[""] # ERROR configuration: The name of a key may not be empty.
  number     = secret[1].k # ERROR configuration: Computed secret reference
  unquoted   = canary # ERROR configuration: There is nothing of this name. If it is meant as text, put it in quotes.
  near       = vars.n # ERROR configuration: Did you mean "var"?
  path       = path.module # ERROR configuration: There is nothing of this name.
  provider   = provider.env.ci # ERROR configuration: A provider cannot be the value of an argument here
  component  = component.a.allowed # ERROR configuration: A component cannot be the value of an argument here
  attribute  = provider.env.ci.prefix # ERROR configuration: The arguments of a provider cannot be read from elsewhere.
  half       = provider.env # ERROR configuration: A provider is referred to by its two labels, both written out: provider.TYPE.NAME.
  none       = provider.env.cii # ERROR configuration: A provider cannot be
  text       = "x${provider.env.ci}" # ERROR configuration: Cannot include the given value in a string template
}
zsv {
  default_stack = secret.a.b # ERROR configuration: References to secrets are not allowed in zsv blocks
  rules         = { "unused-secret" = local.reference } # ERROR configuration: References to secrets are not allowed in zsv blocks
}
provider "env" "ci" {
  prefix = secret.a.b # ERROR configuration: References to secrets are not allowed in provider blocks: a provider is what secrets are read with. Credentials come from the environment.
}
provider "env" "local" {
  prefix = local.reference # ERROR configuration: References to secrets are not allowed in provider blocks
}
provider "env" "nested" {
  auth "x" {
    role = "x-${local.object.password}" # ERROR configuration: References to secrets are not allowed in provider blocks
  }
}
provider "env" "fine" {
  prefix = local.object.plain
}
secret "s" {
  path        = secret.a.b # ERROR configuration: References to secrets are not allowed in secret blocks
  description = local.reference # ERROR configuration: References to secrets are not allowed in secret blocks
  key "k" {
    description = "x${secret.a.b}" # ERROR configuration: References to secrets are not allowed in secret blocks
  }
}
stack "s" {
  secrets    = secret.a.b # ERROR configuration: This argument takes a provider, not a secret.
  components = [secret.a.b] # ERROR configuration: This argument takes a component, not a secret.
}
component "a" "flavored" { flavor = local.reference } # ERROR configuration: References to secrets are not allowed in flavor

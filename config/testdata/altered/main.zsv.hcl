variable "p" { default = true }
variable "password" {
  default   = "x"
  sensitive = true
}
locals {
  reference = secret.l.r
  upper     = upper(secret.l.u)
  object    = { a = secret.o.a, b = "x" }
}
secret "declared" {
  key "one" {}
  key "two" {}
}
component "a" "altered" {
  substr   = substr(secret.a.b, 0, 3)   # ERROR altered-reference: This value is made from the reference {{a.b}}
  strrev   = strrev(secret.a.b)         # ERROR altered-reference: {{a.b}}
  upper    = upper(secret.a.b)          # ERROR altered-reference: {{a.b}}
  equal    = secret.a.b == "x"          # ERROR altered-reference: {{a.b}}
  length   = length(secret.a.b)         # ERROR altered-reference: {{a.b}}
  list     = length([secret.a.b])       # ERROR altered-reference: {{a.b}}
  can      = can(secret.a.b)            # ERROR altered-reference: {{a.b}}
  template = "x${upper(secret.a.b)}"    # ERROR altered-reference: {{a.b}}
  local    = local.upper                # ERROR altered-reference: {{l.u}}
  local2   = sha256(local.reference)    # ERROR altered-reference: {{l.r}}
  nested   = { a = [base64encode(secret.a.b)], b = secret.c.d } # ERROR altered-reference: {{a.b}}
  loop     = [for s in [secret.a.b, secret.c.d] : s == "{{a.b}}" ? s : upper(s)] # ERROR altered-reference: {{c.d}}
  splat    = values({ a = substr(secret.a.b, 0, 2) }) # ERROR altered-reference: {{a.b}}
  condition = secret.a.b == "x" ? "y" : "z" # ERROR altered-reference: {{a.b}}
  index    = { "{{a.b}}" = "v" }[secret.a.b] # ERROR altered-reference: {{a.b}}
  whole    = length(secret.declared) # ERROR altered-reference: {{declared.one}}
}
component "a" "unchanged" {
  plain    = secret.a.b
  format   = format("%s!", secret.a.b)
  join     = join(",", [secret.a.b, secret.c.d])
  json     = jsonencode({ a = secret.a.b })
  merge    = merge({ a = secret.a.b }, { b = secret.c.d })
  template = "postgres://u:${secret.a.b}@h"
  chosen   = var.p ? "dev" : secret.a.b
  chosen2  = var.p ? secret.a.b : "dev"
  chosen3  = "x-${var.p ? "dev" : secret.a.b}"
  chain    = !var.p ? secret.a.b : var.p ? "x" : secret.c.d
  coalesce = coalesce(null, secret.a.b, secret.c.d)
  try      = try(secret.a.b, "x")
  lookup   = lookup(local.object, "a", "")
  attr     = local.object.b
  filtered = [for s in [secret.a.b, secret.c.d] : s if s != secret.a.b]
  whole    = secret.declared
  element  = [for k, v in secret.declared : v]
  trim     = trimspace(" ${secret.a.b} ")
  nosens   = sensitive(secret.a.b)
  lower    = lower(secret.a.b)
}

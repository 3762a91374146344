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
variable "reference" { default = "{{v.r}}" }
variable "hidden" {
  default   = "{{hid.den}}"
  sensitive = true
}
variable "encoded" { default = base64encode("{{d.e}}") }
locals {
  encoded = base64encode("u:{{l.e}}")
}
component "a" "taken_apart" {
  encode   = base64encode("{{a.b}}")          # ERROR altered-reference: This text holds the reference {{a.b}}, but what the function base64encode makes of it holds none
  inside   = base64encode("user:{{a.b}}@h")   # ERROR altered-reference: {{a.b}}
  blanks   = sha256("{{ a.b }}")              # ERROR altered-reference: {{a.b}}
  reversed = strrev("{{a.b}}")                # ERROR altered-reference: strrev
  part     = substr("{{a.b}}", 0, 3)          # ERROR altered-reference: substr
  replaced = replace("{{a.b}}", "{{", "")     # ERROR altered-reference: replace
  removed  = trimprefix("{{a.b}}", "{{")      # ERROR altered-reference: trimprefix
  cut      = split(".", "{{a.b}}")            # ERROR altered-reference: split
  torn     = substr("user:{{a.b}}", 0, 9)    # ERROR altered-reference: substr
  group    = regex("[a-z]+", "{{a.b}}")       # ERROR altered-reference: regex
  namespaced = core::sha256("{{a.b}}")        # ERROR altered-reference: sha256
  template = "x-${urlencode("{{a.b}}")}"      # ERROR altered-reference: urlencode
  nested   = upper(base64encode("{{a.b}}"))   # ERROR altered-reference: base64encode
  number   = length(base64encode("{{a.b}}"))  # ERROR altered-reference: base64encode
  loop     = [for s in ["{{a.b}}", "{{c.d}}"] : md5(s)] # ERROR altered-reference: md5
  two      = [md5("{{a.b}}"), md5("{{c.d}}")] # ERROR altered-reference: {{a.b}} # ERROR altered-reference: {{c.d}}
  beside   = [md5("{{a.b}}"), "{{c.d}}"]      # ERROR altered-reference: {{a.b}}
  object   = { a = { b = jsonencode({ c = md5("{{a.b}}") }) } } # ERROR altered-reference: {{a.b}}
  variable = base64encode(var.reference)      # ERROR altered-reference: {{v.r}}
  hidden   = base64encode(var.hidden)         # ERROR altered-reference: This text holds a reference, but
  local    = local.encoded                    # ERROR altered-reference: {{l.e}}
  default  = var.encoded                      # ERROR altered-reference: {{d.e}}
  chosen   = var.p ? md5("{{a.b}}") : "x"     # ERROR altered-reference: {{a.b}}
  in_json  = base64encode(jsonencode({ auth = "{{a.b}}" })) # ERROR altered-reference: base64encode
  computed = md5("{{${"a"}.b}}")              # ERROR altered-reference: md5
}
component "a" "left_alone" {
  format   = format("%s", "{{a.b}}")
  trim     = trimspace(" {{a.b}} ")
  trim2    = trim("x{{a.b}}x", "x")
  join     = join(",", ["{{a.b}}", "x"])
  merge    = merge({ a = "{{a.b}}" }, { a = "x" })
  lookup   = lookup({ a = "{{a.b}}" }, "b", "x")
  element  = element(["{{a.b}}", "x"], 1)
  concat   = concat(["x"], ["{{a.b}}"])
  json     = jsonencode({ a = "{{a.b}}" })
  upper    = upper("{{a.b}}")
  other    = replace("{{a.b}}", "a", "c")
  filled   = replace("{{NAME.k}}", "NAME", "n")
  pattern  = replace("x-{{a.b}}", "x-", "")
  gone     = replace("x", "{{a.b}}", "y")
  choice   = var.p ? "x" : "{{a.b}}"
  choice2  = var.p ? "x" : md5("{{a.b}}")
  compared = var.reference == "{{v.r}}" ? "x" : "y"
  loop     = [for s in ["{{a.b}}", "x"] : s if s != "{{a.b}}"]
  keys     = keys({ "{{a.b}}" = 1 })
  contains = contains(["{{a.b}}"], "x")
  length   = length("{{a.b}}")
  parts    = [for s in split(",", "{{a.b}},{{c.d}}") : s]
  host     = split("@", "{{a.b}}@host")[1]
  found    = regex("@(.+)$", "u:{{a.b}}@host")[0]
  masked   = replace("u:{{a.b}}@host", "{{a.b}}", "***")
  first    = substr("host?{{a.b}}", 0, 4)
  json2    = jsondecode("{\"a\": \"{{a.b}}\"}").a
  decoded  = base64decode("e3thLmJ9fQ==")
  no_key   = sha256("{{a}}")
  hash     = sha256("x")
}

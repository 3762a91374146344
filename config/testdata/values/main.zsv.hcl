variable "p" { default = true }
locals { unset = null }
component "a" "b" {
  flavor   = "f"
  string   = "{{s.k}}"
  empty    = ""
  number   = 12
  negative = -1.50
  huge     = 12345678901234567890.5
  exponent = 1e3
  bool     = false
  null     = null
  local    = local.unset
  list     = ["{{l.a}}", 1, null, true, ["{{l.b}}"]]
  map      = { a = "{{m.a}}", "b.c" = { d = "{{m.b}}" }, n = null, (upper("x")) = "computed key", 1 = "number" }
  set      = toset(["b", "a", "a"])
  tuple    = [for s in ["x", "y"] : "${s}{{t.k}}"]
  for_map  = { for k, v in { z = "1", a = "2" } : k => "{{${k}.${v}}}" }
  grouped  = { for v in ["a", "b", "ab"] : substr(v, 0, 1) => v... }
  filtered = [for v in ["a", "b"] : v if v != "a"]
  template = "%{ for s in ["a", "b"] }${s},%{ endfor }%{ if var.p }yes%{ else }no%{ endif }"
  strip    = "a  ${~ "b" ~}  c"
  splat    = [{ a = 1 }, { a = 2 }][*].a
  chosen   = var.p ? { a = "{{yes.k}}" } : { a = "{{no.k}}" }
  maybe    = var.p ? null : "{{no.k}}"
  parens   = (("{{p.k}}"))
  heredoc  = <<-EOT
    {{h.k}}
  EOT
  escaped  = "$${s.k} %%{s.k} \"{{e.k}}\""
  arithmetic = (1 + 2) * 3 / 4 % 5
  logic    = !var.p || 1 < 2 && 2 >= 2
  unicode  = "é"
}
component "a" "null_flavor" { flavor = null }
component "a" "secret_flavor" { flavor = secret.a.b } # ERROR configuration: References to secrets are not allowed in flavor
component "a" "list_flavor" { flavor = ["x"] } # ERROR configuration: The argument "flavor" must be a string, not tuple.
component "a" "conditions" {
  inconsistent = var.p ? { a = 1 } : ["x"] # ERROR configuration: The true and false result expressions must have consistent types.
  null_condition = null ? 1 : 2 # ERROR configuration: The condition value is null.
  not_bool       = "x" ? 1 : 2 # ERROR configuration: The condition expression must be of type bool
  not_iterable   = [for x in "abc" : x] # ERROR configuration: A value of type string cannot be used as the collection in a 'for' expression.
  not_text       = "x${["a"]}" # ERROR configuration: Cannot include the given value in a string template: string required, but have tuple.
  null_text      = "x${null}" # ERROR configuration: The expression result is null.
  out_of_range   = ["a"][1] # ERROR configuration: The given key does not identify an element in this collection value
  many           = [for x in [1, 2, 3] : x.y] # ERROR configuration: Can't access attributes on a primitive-typed value (number).
  key_twice      = { for x in ["canary", "canary"] : x => 1 } # ERROR configuration: Two items of this for expression have the same key.
  beside         = [nothing, "{{beside.k}}", { a = nothing, b = "{{beside.l}}", (nothing) = "{{beside.m}}" }] # ERROR configuration: There is nothing of this name. # ERROR configuration: There is nothing of this name. # ERROR configuration: There is nothing of this name.
}

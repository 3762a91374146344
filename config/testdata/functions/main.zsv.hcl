component "a" "b" {
  fine      = core::upper("x")
  file      = file("canary") # ERROR configuration: The function file is not available: it reads files
  template  = templatefile("x", {}) # ERROR configuration: The function templatefile is not available
  abspath   = abspath(".") # ERROR configuration: The function abspath is not available: its result depends on the machine
  time      = timestamp() # ERROR configuration: The function timestamp is not available: it reads the clock
  uuid      = uuid() # ERROR configuration: The function uuid is not available: its result is random
  bcrypt    = bcrypt("canary") # ERROR configuration: The function bcrypt is not available
  rsa       = rsadecrypt("canary", "k") # ERROR configuration: The function rsadecrypt is not available: it would put a decrypted secret
  unknown   = uper("x") # ERROR configuration: There is no function named "uper". Did you mean "upper"?
  namespace = other::upper("x") # ERROR configuration: There is no function of this name. If it is meant as text, put it in quotes.
  core      = core::file("x") # ERROR configuration: The function core::file is not available
  few       = substr("x", 1) # ERROR configuration: Function "substr" expects 3 argument(s). Missing value for "length".
  type      = upper(["canary"]) # ERROR configuration: The function upper failed: string required, but have tuple.
  value     = tonumber("canary") # ERROR configuration: The function tonumber failed: cannot convert "…" to number
  parse     = parseint("canary", 10) # ERROR configuration: The function parseint failed: cannot parse "…" as
  json      = jsondecode("{canary") # ERROR configuration: The function jsondecode failed:
  loop      = [for s in ["a", "b"] : tonumber(s)] # ERROR configuration: The function tonumber failed: cannot convert "…" to number
  nested    = { a = ["{{n.a}}", file("x")], b = "{{n.b}}" } # ERROR configuration: The function file is not available
  try       = try(tonumber("canary"), "{{t.k}}")
  cannot    = try(tonumber("canary"), tonumber("canary")) # ERROR configuration: The function try failed: no expression succeeded
  length    = length("👩‍👩‍👧‍👦")
  splat     = upper(["a"]...)
}

zsv {
  required_version = ">= 0.9, < 2" # ERROR configuration: This configuration needs zsv >= 0.9, < 2, and this is zsv 0.5.0.
  validation_level = "secret_exists" # the level is checked by the plan
  default_stack    = "produ" # ERROR configuration: default_stack names the stack "produ", which does not exist. Did you mean "prod"?
  rules = {
    "unused-component"   = "off"
    "embedded-reference" = "error"
    malformed-reference  = "warning"
    "unused-componnet"   = "off" # ERROR configuration: There is no rule "unused-componnet". Did you mean "unused-component"?
    "missing-secret"     = "off" # ERROR configuration: The rule "missing-secret" cannot be set
    "syntax"             = "off" # ERROR configuration: The rule "syntax" cannot be set
    "no-provider"        = "off" # ERROR configuration: The rule "no-provider" cannot be set
    "plaintext-secret"   = "fatal" # ERROR configuration: The rule "plaintext-secret" cannot be set to "fatal": write "off", "warning" or "error"
    "duplicate-key"      = null
    "unused-secret"      = "off"
    "unused-secret"      = "warning" # WARNING duplicate-key: written more than once
  }
}
stack "prod" {}

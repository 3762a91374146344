variable "plain" { default = "x" }
variable "number" {
  type    = number
  default = "12"
}
variable "nothing" { default = null }
variable "not_null" { # ERROR configuration: The variable "not_null" may not be null
  nullable = false
  default  = null
}
variable "list" {
  type    = list(string)
  default = ["a", 1, true]
}
variable "object" {
  type = object({
    host = string
    port = optional(number, 5432)
    tags = optional(map(string), { a = "b" })
    user = optional(string)
  })
  default = { host = "h" }
}
variable "any" {
  type    = any
  default = { a = [1, "x"] }
}
variable "hidden" {
  sensitive = true
  default   = "canary"
}
variable "wrong" {
  type    = number
  default = "canary" # ERROR configuration: The default of the variable "wrong" does not fit the variable's type: a number is required.
}
variable "no_type" {
  type = strng # ERROR configuration: The keyword "strng" is not a valid type specification.
  default = 1
}
variable "list_of" {
  type    = list # ERROR configuration: requires one argument specifying the element type
  default = []
}
variable "quoted_type" {
  type    = "string" # ERROR configuration: type
  default = "x"
}
variable "refers" {
  default = var.plain # ERROR configuration: A default may not refer to anything
}
variable "secret" {
  default = secret.a.b # ERROR configuration: A default may not refer to anything
}
variable "described" {
  description = secret.a.b # ERROR configuration: References to secrets are not allowed in variable blocks
  nullable    = "yes" # ERROR configuration: The argument "nullable" must be a bool, not string.
  sensitive   = "true"
  default     = "canary"
}
variable "checked" { # ERROR configuration: The variable "checked": It is one of staging and prod, not dev.
  type    = string
  default = "dev"
  validation {
    condition     = contains(["staging", "prod"], var.checked)
    error_message = "It is one of staging and prod, not ${var.checked}."
  }
  validation {
    condition     = length(var.checked) > 2
    error_message = "too short"
  }
  validation {
    condition     = var.plain == "x" && var.number == 12
    error_message = "others may be referred to"
  }
}
variable "checked_hidden" { # ERROR configuration: the message is withheld
  sensitive = true
  default   = "canary"
  validation {
    condition     = var.checked_hidden == ""
    error_message = "not ${var.checked_hidden}"
  }
}
variable "badly_checked" { # ERROR configuration: The variable "badly_checked": the value is not valid.
  default = "x"
  validation {
    condition     = "perhaps" # ERROR configuration: The condition of a validation must be true or false.
    error_message = "m"
  }
  validation {
    condition     = null # ERROR configuration: The condition of a validation must be true or false.
    error_message = "m"
  }
  validation {
    condition     = local.l # ERROR configuration: A local value cannot be used here, only variables.
    error_message = "m"
  }
  validation {
    condition     = secret.a.b == "" # ERROR configuration: References to secrets are not allowed in variable blocks
    error_message = "m"
  }
  validation {
    condition     = tonumber(var.badly_checked) > 1 # ERROR configuration: The function tonumber failed: cannot convert "…" to number
    error_message = "m"
  }
  validation {
    condition     = false
    error_message = null
  }
}
locals { l = true }

component "a" "b" {
  plain   = var.plain
  number  = var.number
  nothing = var.nothing
  list    = var.list
  object  = var.object
  any     = var.any
  hidden  = var.hidden
  part    = "x${var.hidden}"
  length  = length(var.hidden)
  keys    = { (var.hidden) = "{{a.b}}" }
  values  = { for k in [var.hidden] : k => k }
  secret  = "{{a.${var.hidden}}}"
  wrong   = var.wrong
  missing = var.mising # ERROR configuration: There is no variable "mising".
  near    = var.plian  # ERROR configuration: There is no variable "plian". Did you mean "plain"?
  bare    = var        # ERROR configuration: A variable is referred to by its name: var.NAME.
  index   = var["plain"]
  attr    = var.object.hst # ERROR configuration: This object does not have an attribute named "hst".
}
variable "marked" {
  type    = number
  default = sensitive("12")
}
variable "null_text" {
  type    = number
  default = tostring(null)
}
variable "unknown" {
  type    = number
  default = "x" == nothing ? "1" : "2" # ERROR configuration: A default may not refer to anything
}
component "a" "converted" {
  marked = var.marked
  null   = var.null_text
}

variable "from_default" { default = "default" }
variable "from_env" { default = "default" }
variable "from_default_file" { default = "default" }
variable "from_auto_file" { default = "default" }
variable "from_auto_json" { default = "default" }
variable "from_var_file" { default = "default" }
variable "from_var" { default = "default" }
variable "literal" { type = string }
variable "untyped" {}
variable "number" { type = number }
variable "bool" { type = bool }
variable "list" { type = list(string) }
variable "any" { type = any }
variable "object" { type = object({ a = string, b = optional(number, 7) }) }
variable "not_null" { 
  nullable = false
  default  = "default"
}
variable "overridden" {} # the first value is wrong, but does not count
variable "wrong_type" { type = number } # ERROR configuration: The variable "wrong_type": ZSV_VAR_wrong_type does not fit the variable's type: a number is required.
variable "wrong_expression" { type = list(string) } # ERROR configuration: The variable "wrong_expression": --var wrong_expression is no valid expression
variable "too_deep" { type = any } # ERROR configuration: The variable "too_deep": --var too_deep refers to something
variable "failing" { type = any } # ERROR configuration: The variable "failing": --var failing cannot be evaluated.
variable "file_type" { type = number }
variable "file_refers" {}

component "a" "b" {
  values = [var.from_default, var.from_env, var.from_default_file, var.from_auto_file, var.from_auto_json,
  var.from_var_file, var.from_var]
  literal  = var.literal
  untyped  = var.untyped
  number   = var.number
  bool     = var.bool
  list     = var.list
  any      = var.any
  object   = var.object
  not_null = var.not_null
  overridden = var.overridden
  wrong    = [var.wrong_type, "beside"]
}

variable "zero" { default = 0 }
component "a" "b" {
  divided   = 1 / 0 # ERROR configuration: Division by zero: The number that is divided by is zero.
  remainder = 1 % 0 # ERROR configuration: Division by zero
  both      = 0 / 0 # ERROR configuration: Division by zero
  variable  = 7 / var.zero # ERROR configuration: Division by zero
  text      = 7 / "0" # ERROR configuration: Division by zero
  nested    = abs((1 + 2) / (3 - 3)) # ERROR configuration: Division by zero
  template  = "x${1 / 0}" # ERROR configuration: Division by zero
  looped    = [for n in [2, 0, 1, 0] : 8 / n] # ERROR configuration: Division by zero
  fine      = [7 / 2, 7 % 2, 0 / 5, -7 % 3, 7 / "2"]
  not_number = 7 / "x" # ERROR configuration: Invalid operand
  unset     = 7 / null # ERROR configuration: Operation failed
  caught    = try(1 / 0, "{{caught.k}}")
}

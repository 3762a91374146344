variable "hidden" {
  default   = "canary"
  sensitive = true
}
variable "env" { default = "dev" }
locals {
  mixed = { password = var.hidden, plain = "x" }
}
provider "env" "fine" {
  prefix = "ml/${var.env}/${local.mixed.plain}"
  auth "approle" {
    role = upper(var.env)
  }
}
provider "env" "hidden" {
  prefix = var.hidden # ERROR configuration: provider.env.hidden is made from a sensitive variable
}
provider "env" "nested" {
  auth "approle" {
    role = "${local.mixed.password}" # ERROR configuration: provider.env.nested is made from a sensitive variable
  }
}
provider "env" "names" {
  prefix = var.envv # ERROR configuration: There is no variable "envv". Did you mean "env"?
  other  = nothing # ERROR configuration: There is nothing of this name
}
provider "env" "failing" {
  prefix = tonumber("x") # the factory evaluates it again, and reports it
}

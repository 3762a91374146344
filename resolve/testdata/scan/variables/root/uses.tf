locals {
  given  = "{{root-${var.env}.k}}"    # USE {{root-given.k}}
  hidden = "{{root-${var.hidden}.k}}" # COMPUTED {{root-${var.hidden}.k}}
}

terraform {
  backend "local" {}
}

command "op" {
  environment = ["OP_*"]

  parameter "vault" { default = "" } # all that you may read

  check {
    run = ["op", "item", "get", "--vault={vault}", "--format=json", "--", "{location}"]
    secret { name = "title" }
    keys {
      list  = "fields"
      name  = "label"
      value = "value"
    }
  }
  fetch {}
  list {
    run          = ["op", "item", "list", "--vault={vault}", "--format=json"]
    reads_values = false
    secret {
      list = "."
      name = "title"
    }
  }

  missing { stderr = "isn't an item" }
  failure "unauthenticated" {
    stderr = "(?i)not (currently )?signed in|no accounts configured"
    detail = "sign in first: eval $(op signin)"
  }
}

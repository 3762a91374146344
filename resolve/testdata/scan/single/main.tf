# No file of this directory has two braces in a row: what is put together has.
locals {
  b     = "{"
  c     = "}"
  inner = "{inner.k}"
  json  = jsonencode({ a = { b = { c = 1 } } })
}

resource "zenml_stack_component" "a" {
  type   = "artifact_store"
  flavor = "s3"
  configuration = {
    one   = "${local.b}${local.b}joined.k${local.c}${local.c}" # USE {{joined.k}}
    two   = replace(replace("[[replaced.k]]", "[", "{"), "]", "}") # USE {{replaced.k}}
    three = "{${local.inner}}" # USE {{inner.k}}
    four  = "${local.json} "
    five  = "${var.x}-{${var.y}}"
  }
}

resource "terraform_data" "other" {
  input = "{${local.inner}}"
}

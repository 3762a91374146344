locals {
  lb  = "{{"
  rb  = "}}"
  lb2 = "${local.lb}"
  tpl = "{{$${n}.k}}"
}

variable "x" {}

resource "zenml_stack_component" "a" {
  type   = "orchestrator"
  flavor = "local"
  configuration = {
    braces    = "${local.lb}mlflow.nokey${local.rb}"                # USE {{mlflow.nokey}}
    indirect  = "${local.lb2}mlflow.other${local.rb}"               # USE {{mlflow.other}}
    joined    = join("", [local.lb, "joined.k", local.rb])          # USE {{joined.k}}
    formatted = format("%s%s.k%s", local.lb, "formatted", local.rb) # USE {{formatted.k}}
    partly    = "${local.lb}${var.x}.k${local.rb}"                  # COMPUTED {{${var.x}.k}}
    unknown   = join("", [local.lb, var.x, local.rb])               # COMPUTED {{${…}.}}
    string    = templatestring(local.tpl, { n = "tsn" })            # COMPUTED {{${…}.}}
    file      = file("${path.module}/x")                            # COMPUTED {{${…}.}}
    encoded   = base64decode("e3tkZWNvZGVkLmt9fQ==")                # USE {{decoded.k}}
    json      = jsondecode("{\"a\": \"\\u007b\\u007bescaped.k}}\"}").a # USE {{escaped.k}}
    no_braces = "${var.x}-y"
    rb        = "${var.x}x"
  }
}

# References deep in maps, lists and calls.
resource "zenml_stack_component" "nested" {
  type   = "orchestrator"
  flavor = "kubeflow"
  configuration = merge({
    client_password = "{{kubeflow.password}}" # USE {{kubeflow.password}}
    settings = {
      "orchestrator.kubeflow" = {
        users = [{ name = "a", token = "{{kubeflow.token}}" }, ["{{kubeflow.list}}"]] # USE {{kubeflow.token}} # USE {{kubeflow.list}}
      }
    }
  }, var.more, { last = "{{kubeflow.last}}" }) # USE {{kubeflow.last}}
  operator_args = jsonencode({ env = [{ name = "A", value = "{{json.encoded}}" }] }) # USE {{json.encoded}}
  yaml          = yamlencode({ a = "{{yaml.encoded}}" })                               # USE {{yaml.encoded}}
  as_text       = "{\"password\": \"{{as.text}}\"}"                                    # USE {{as.text}}
  chosen        = try(var.x, coalesce(var.y, "{{fall.back}}"))                         # USE {{fall.back}}
  picked        = { a = "{{picked.a}}", b = "{{picked.b}}" }[var.which]                # USE {{picked.a}} # USE {{picked.b}}
  wrapped       = "${"{{wrapped.up}}"}"                                                # USE {{wrapped.up}}
  computed_key = { (var.name) = "{{under.computed}}" } # USE {{under.computed}}

  setting {
    name  = "A"
    value = "{{block.one}}" # USE {{block.one}}
  }
  setting {
    name  = "B"
    value = "{{block.two}}" # USE {{block.two}}
  }
  dynamic "extra" {
    for_each = { a = "{{dynamic.each}}" } # USE {{dynamic.each}}
    content {
      value = extra.value
      fixed = "{{dynamic.fixed}}" # USE {{dynamic.fixed}}
      built = "{{${extra.key}.x}}" # COMPUTED {{${extra.key}.x}}
    }
  }
}

locals {
  name   = "chained"
  second = local.name
  third  = "{{${local.second}.key}}" # USE {{chained.key}}
  circle = "{{${local.circle}.key}}" # COMPUTED {{${local.circle}.key}}
  cond   = local.name == "chained" ? "yes" : "no"
  by     = "{{${local.cond}.key}}" # USE {{yes.key}}
}

variable "password" {
  description = "A reference such as {{mlflow.password}}, not the password itself."
  default     = "{{variable.default}}" # USE {{variable.default}}
}

output "hint" {
  value = "zenml secret create {{name.key}}"
}

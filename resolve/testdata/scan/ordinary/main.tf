# What ordinary configurations have: texts that are not known, but are no references.
provider "kubernetes" {
  cluster_ca_certificate = base64decode(data.aws_eks_cluster.c.certificate_authority[0].data)
}

provider "restapi" {
  headers = { Authorization = "Bearer ${var.token == "" ? "" : jsondecode(data.http.login.response_body).access_token}" }
}

output "ca" { value = base64decode(module.eks.certificate) }

resource "zenml_service_connector" "gcp" {
  configuration = { service_account_json = base64decode(google_service_account_key.k.private_key) }
}

locals {
  policy = urldecode(data.aws_iam_role.r.assume_role_policy)
  notify = "{{#is_alert}} ${var.slack} {{/is_alert}}"
  steps  = <<-EOT
    image: {{ image }}
    tag: ${var.tag}
  EOT
}

resource "datadog_monitor" "memory" {
  message = "Memory ${local.notify}"
}

resource "datadog_monitor" "disk" {
  message = join("\n", ["Disk", local.notify])
}

resource "kubectl_manifest" "workflow" {
  yaml_body = "---\n${local.steps}"
}

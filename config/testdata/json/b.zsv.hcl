component "native" "beside" {
  x = local.hcl
}

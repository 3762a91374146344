component "a" "b" {
  x = <<EOT
text
}
component "a" "c" {
  x = "{{c.k}}"
}

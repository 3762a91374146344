component "a" "b" {
  x = <<EOT
component "in" "text" {
stack
locals {
}
EOT
  broken = 
}
component "a" "c" { x = "{{c.k}}" }

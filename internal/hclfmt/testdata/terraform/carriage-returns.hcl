a   = 1
bbb = 2 # x

block {
  c = <<EOT
  text 
EOT
  d = [
    1,
  ]
}

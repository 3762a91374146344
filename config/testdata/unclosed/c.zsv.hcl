component "a" "crlf" {
  x = "{{s.k}}
}
component "a" "after" {
  x = "{{after.k}}"
}

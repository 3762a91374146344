component "a" "fine" {
  x = "{{fine.k}}"
}
component "a" "cut" {
  x = "{{s.k}}
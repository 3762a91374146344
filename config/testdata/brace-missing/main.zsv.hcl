component "a" "b" {
  x = "{{b.k}}"

component "a" "c" {
  x = "{{c.k}}"
}
component "a" "d" {
  x = "{{d.k}}"
}
}
component "a" "e" {
  x = { a = 1
}

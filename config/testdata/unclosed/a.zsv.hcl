component "a" "first" {
  x = "{{first.k}}"
}
component "a" "in_map" {
  settings = {
    a = "{{s.k}}
    b = "{{s.l}}"
  }
  z = "{{s.z}}"
}
component "a" "in_list" {
  l = ["{{s.k}}", "{{s.l}}]
}
component "a" "in_label {
  x = "{{s.k}}"
}
component "a" "one_line" { x = "{{s.k}} }
component "a" "opening" {
  x = {{s.k}}"
}
component "a" "twice" {
  x = "{{s.k}}
  y = "{{s.l}}"
  z = "a ${"b"} c
}
component "a" "last" {
  x = "{{last.k}}"
}

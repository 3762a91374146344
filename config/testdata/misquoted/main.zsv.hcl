component "a" "b" {
  dollar   = "${{s.k}}"
  percent  = "x %{{s.k}}"
  unquoted = {{s.k}}
  blanks   = {{ s.k }}
  list     = [{{s.k}}, "${{t.k}}"]
  single   = '{{s.k}}'
  beside   = 
}
component "a" "c" {
  one_brace = {s.k}
}
component "a" "d" {
  fine = { a = { b = 1 } }
  nest = {{}}
}

component "a" "b" {
  one   = 
  two   = "unclosed
  three = [1, 2
  four  == 1
  five "x"
  six   = 'single'
  seven = a b
  fine  = "{{fine.k}}"
}

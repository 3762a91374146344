component "a" "one" { x = "{{one.k}}" } component "a" "two" { x = "{{two.k}}" }
component "a" "three" {
  x = { a = "${upper("}")}{{three.k}}" }
} garbage
component "a" "four" {
  x = "{{four.k}}"
}}
component "a" "five" { x = "{{five.k}}" } ~ component "a" "six" { x = "{{six.k}}" }

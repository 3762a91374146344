# What is commented out is not read where a file is read piece by piece.
/* commented out
component "a" "old" {
  token = "{{old.key}}"
}
*/
component "a" "broken" {
  x = "{{new.key}}
}
component "a" "right" {
  /*
  token = "{{inner.key}}"
  */
  text = <<EOT
/* the text of a heredoc
EOT
  x = "{{other.key}}"
}
/* without an end
component "a" "none" { x = "{{none.key}}" }

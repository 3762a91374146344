# What a file declares that could not be read is not known not to be.
component "a" "b" {
  variable = [var.lost, "{{beside.k}}"]
}
stack "s" {
  secrets    = provider.env.lost
  components = [component.a.b, component.a.lost]
}
zsv { default_stack = "lost" }

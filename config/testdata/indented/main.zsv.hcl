  # every item is indented
  provider "env" "e" {
    prefix = "X_"
  }
  component "a" "before" {
    x = "{{before.k}}"
  }
  }
  component "a" "broken" {
    x =
    y = "{{s.y}}
    z = "{{s.z}}"
  }
  secret "s" {
    provider = provider.env.e
    key "k" {
      optional = true
    }
  }
  ~~~ garbage
  component "a" "after" {
    x = "{{after.k}}"
  }
  stack "s" {
    secrets    = provider.env.e
    components = [component.a.before, component.a.broken, component.a.after]
  }

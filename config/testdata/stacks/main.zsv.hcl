provider "env" "ci" {}
component "a" "b" {}
stack "prod" {
  secrets    = provider.env.ci
  components = [component.a.b, component.a.b]
  settings   = { a = { b = "{{s.k}}" }, "{{k.k}}" = 1 }
  env = {
    URL     = "postgres://{{db.user}}:{{db.password}}@db"
    NUMBER  = 12
    BOOL    = true
    UNSET   = null
    JSON    = jsonencode({ a = "{{j.k}}" })
    LIST    = ["x", "y"] # ERROR configuration: env.LIST[0] is a list or a map # ERROR configuration: env.LIST[1] is a list or a map
    MAP     = { a = "x" } # ERROR configuration: env.MAP.a is a list or a map
    "A=B"   = "x" # ERROR configuration: env["A=B"] is no name for an environment variable
    ""      = "x" # ERROR configuration: env[""] is no name for an environment variable
    NUL     = "\u0000" # ERROR configuration: env.NUL has a NUL character
    "with space" = "fine"
  }
}
stack "text" { env = "x" } # ERROR configuration: env is a map: env = { NAME = "value" }.
stack "list" { env = ["x"] } # ERROR configuration: env is a map: env = { NAME = "value" }.
stack "computed" { env = { for k in ["A", "B"] : k => "{{${k}.k}}" } }
stack "null" {
  env      = null
  settings = null
}

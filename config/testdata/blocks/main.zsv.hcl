# Unknown blocks, arguments and labels.
colour = "red" # ERROR configuration: A file has no argument "colour". It may have "component", "locals",
locals = {}    # ERROR configuration: It is written as a block: locals { … }.

componnet "orchestrator" "k8s" {} # ERROR configuration: A file has no blocks of type "componnet". Did you mean "component"?
terraform {}                      # ERROR configuration: A file has no blocks of type "terraform". It may have "component"

component "orchestrator" {}            # ERROR configuration: A component block has two labels, its type and its name: component "TYPE" "NAME" { … }.
component "orchestrator" "k8s" "x" {}  # ERROR configuration: A component block has two labels
component "" "k8s" {}                  # ERROR configuration: A label of this component block is empty
component "orchestrator" " " {}        # ERROR configuration: A label of this component block is empty
stack {}                               # ERROR configuration: A stack block has one label, its name: stack "NAME" { … }.
locals "x" {}                          # ERROR configuration: A locals block has no labels: locals { … }.
provider "vault" {}                    # ERROR configuration: A provider block has two labels
secret "a" "b" {}                      # ERROR configuration: A secret block has one label
variable {}                            # ERROR configuration: A variable block has one label
zsv "x" {}                             # ERROR configuration: A zsv block has no labels

zsv {
  required_versoin = ">= 0.1" # ERROR configuration: The zsv block has no argument "required_versoin". Did you mean "required_version"?
  backend {}                  # ERROR configuration: The zsv block has no blocks of type "backend".
}
zsv {} # ERROR configuration: A configuration has one zsv block, and the first is at main.zsv.hcl:19:1.

variable "v" {
  tipe    = string # ERROR configuration: A variable has no argument "tipe". Did you mean "type"?
  default = ""
  validation "x" { # ERROR configuration: A validation block has no labels
  }
  validatoin {} # ERROR configuration: Did you mean "validation"?
  validation {  # ERROR configuration: A validation block has a condition and an error_message.
    conditoin = true # ERROR configuration: Did you mean "condition"?
  }
  description { # ERROR configuration: It is written as an argument: description = …
  }
}
variable "v" {} # ERROR configuration: The variable is declared already, at main.zsv.hcl:25:10.
variable "a b" { # ERROR configuration: "a b" is no name for a variable
  default = 1
}

component "orchestrator" "k8s" {
  flavor = "kubernetes"
  settings { # ERROR configuration: It is written as an argument: settings = …
  }
}
component "orchestrator" "k8s" {} # ERROR configuration: There is a block for component.orchestrator.k8s already, at main.zsv.hcl:42:1.

stack "prod" {
  secret     = provider.vault.main # ERROR configuration: A stack has no argument "secret". Did you mean "secrets"?
  component  = [] # ERROR configuration: Did you mean "components"?
  settings {} # ERROR configuration: It is written as an argument
}
stack "prod" {} # ERROR configuration: There is a block for stack.prod already

provider "env" "ci" {
  anything = 1 # for the provider to judge
}
provider "env" "ci" {} # ERROR configuration: There is a block for provider.env.ci already

secret "s" {
  pth = "x"  # ERROR configuration: A secret has no argument "pth". Did you mean "path"?
  keys "k" { # ERROR configuration: Did you mean "key"?
  }
  key {} # ERROR configuration: A key block has one label
  key "k" {
    option = true # ERROR configuration: Did you mean "optional"?
  }
  key "k" {} # ERROR configuration: The key "k" is declared more than once.
  key "" {}  # ERROR configuration: A label of this key block is empty
  key "a b" {} # ERROR configuration: The key "a b" has a blank
}
secret "s" {} # ERROR configuration: There is a block for secret.s already
secret "a.b" {} # ERROR configuration: The name "a.b" has a dot, so no reference can name it
secret "a b" {} # ERROR configuration: The name "a b" has a blank

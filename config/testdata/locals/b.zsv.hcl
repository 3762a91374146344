locals {
  third = "{{third.k}}"
  twice = 2 # ERROR configuration: The local "twice" is defined already, at a.zsv.hcl:4:3. Rename one of them.
  wrong = upper(local.first, 1) # ERROR configuration: Function "upper" expects only 1 argument(s).
  capsule = provider.env.ci
}
locals {
  fourth = join("-", [local.first, local.second])
  block {} # ERROR configuration: A locals block has no blocks of type "block". It is written as an argument: block = …
}
provider "env" "ci" {}

# All that zsv needs for every level. It sees the names of secrets and of their keys; secret/data/*, where the values
# are, stays forbidden.
path "secret/subkeys/ml/*" {
  capabilities = ["read"]
}
path "secret/metadata/ml/*" {
  capabilities = ["list"]
}

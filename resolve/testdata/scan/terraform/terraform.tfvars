tracker_password = "{{tfvars.password}}" # USE {{tfvars.password}}
trackers = {
  dev = { secret = "plain", token = "{{tfvars.token}}" } # USE {{tfvars.token}}
}

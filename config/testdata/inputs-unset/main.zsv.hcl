variable "unset" {} # ERROR configuration: The variable "unset" has no value. Set it in one of four ways: ZSV_VAR_unset in the environment, unset = … in default.zsvars or a *.auto.zsvars file beside the configuration, --var-file FILE, or --var 'unset=VALUE'.
component "a" "b" {
  x = [var.unset, "{{beside.k}}"]
}

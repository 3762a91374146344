command "gopass" {
  environment = ["GOPASS_*", "PASSWORD_STORE_*", "GNUPGHOME", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"]

  # mlflow/password is {{mlflow.password}}. The names are those of files, so that nothing is decrypted to check.
  check {
    run    = ["gopass", "list", "--flat"]
    output = "lines"
    lines  = "(?P<location>.+)/(?P<key>[^/]+)"
  }
  fetch {
    run          = ["gopass", "show", "--unsafe", "--noparsing", "{location}/{key}"]
    output       = "text"
    trim_newline = true
  }
}

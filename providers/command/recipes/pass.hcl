command "pass" {
  environment = ["PASSWORD_STORE_*", "GNUPGHOME", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"]

  # mlflow/password.gpg is {{mlflow.password}}. The names are those of files, so that nothing is decrypted to check.
  check {
    run    = ["find", "-L", "~/.password-store/", "-type", "f", "-name", "*.gpg", "!", "-path", "*/.git/*"]
    output = "lines"
    lines  = ".*?/\\.password-store/(?P<location>.+)/(?P<key>[^/]+)\\.gpg"
  }
  fetch {
    run          = ["pass", "show", "--", "{location}/{key}"]
    output       = "text"
    trim_newline = true
  }

  failure "locked" {
    stderr = "[Dd]ecryption failed"
    detail = "gpg could not decrypt it: unlock your key, or see that the store is encrypted for it"
  }
}

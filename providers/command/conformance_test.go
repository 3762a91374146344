package command_test

import (
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// member is JSON of one secret, its keys as members.
const member = `
check { run = [PROGRAM, "store", DIR, "members", "--", "{location}"] }
fetch {}
list {
  run = [PROGRAM, "store", DIR, "names"]
  secret {
    list = "items"
    name = "title"
  }
}`

// whole is JSON of all secrets, as of bw.
const whole = `
check {
  run = [PROGRAM, "store", DIR, "all"]
  secret {
    list = "items"
    name = "title"
  }
  keys {
    list  = "fields"
    name  = "label"
    value = "value"
  }
}
fetch {}
list {
  run = [PROGRAM, "store", DIR, "names"]
  secret {
    list = "items"
    name = "title"
  }
}`

// line is one line for each key of each secret.
const line = `
check {
  run    = [PROGRAM, "store", DIR, "lines"]
  output = "lines"
  lines  = "(?P<location>.*)\t(?P<key>.*)"
}
fetch {
  run    = [PROGRAM, "store", DIR, "read", "--", "{location}", "{key}"]
  output = "text"
}`

// code is an exit code for each key.
const code = `
check {
  run    = [PROGRAM, "store", DIR, "has", "--", "{location}", "{key}"]
  output = "exit_code"
}
fetch {
  run    = [PROGRAM, "store", DIR, "read", "--", "{location}", "{key}"]
  output = "text"
}`

const missing = `
missing {
  exit_codes = [4]
  stderr     = "isn't a "
}`

func TestConformance(t *testing.T) {
	t.Parallel()
	everything := []providertest.Power{providertest.Fetching, providertest.Listing, providertest.ListingKeys}
	for name, subject := range map[string]providertest.Subject{
		"members": {New: over(member), Holds: argument, HoldsValue: utf8.ValidString, Powers: everything},
		"whole":   {New: over(whole), HoldsValue: utf8.ValidString, Powers: everything},
		"lines":   {New: over(line), Holds: arguments, Powers: everything},
		"exit codes": {New: over(code), Holds: arguments, Powers: []providertest.Power{providertest.Fetching}, KeysMakeSecrets: true,
			External: true, Refused: []providertest.Power{providertest.Listing, providertest.ListingKeys}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			providertest.Run(t, subject)
		})
	}
}

// over makes providers over stores of their own.
func over(definition string) func(providertest.T, providertest.Store, *slog.Logger) providers.Checker {
	return func(t providertest.T, secrets providertest.Store, log *slog.Logger) providers.Checker {
		t.Helper()
		directory := t.TempDir()
		if err := keep(directory, secrets); err != nil {
			t.Fatalf("the store cannot be filled: %v", err)
		}
		return newProvider(t, filled(t, definition+missing, directory), "", log)
	}
}

var unsafe = regexp.MustCompile(`^$|^@|^[A-Za-z]+://|(^|[/\\])\.\.?($|[/\\])|[[:cntrl:]]`)

// argument says whether a secret can be asked for by an argument.
func argument(secret, _ string) bool { return !unsafe.MatchString(secret) }

// arguments says whether a secret and a key can.
func arguments(secret, key string) bool {
	return argument(secret, "") && (key == "" || !unsafe.MatchString(key) && !strings.HasPrefix(key, "@"))
}

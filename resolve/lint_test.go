package resolve_test

import (
	"fmt"
	"strings"
	"testing"
)

// What is left of an altered reference is no plaintext of the user's.
func TestAlteredReferenceIsNoPlaintext(t *testing.T) {
	t.Parallel()
	report := checkSource(t, `
provider "env" "ci" {}
component "alerter" "slack" {
  slack_token = substr(secret.slack.token, 0, 4)
}
`)
	if len(report.Diagnostics) != 1 || report.Diagnostics[0].Rule != "altered-reference" {
		t.Errorf("%+v", report.Diagnostics)
	}
}

// What nearly is a reference is pointed out also where the opening braces are what it lacks.
func TestMalformedWithoutOpeningBraces(t *testing.T) {
	t.Parallel()
	report := checkSource(t, `
provider "env" "ci" {}
component "alerter" "slack" {
  slack_channel_id = "slack.channel}}"
}
`)
	if len(report.Diagnostics) != 1 || report.Diagnostics[0].Rule != "malformed-reference" {
		t.Errorf("%+v", report.Diagnostics)
	}
}

// A password in a URL is a secret wherever it stands: beside references too, and whatever the argument is called.
func TestPasswordsInURLs(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{ // whether it is reported
		`"https://ml:hunter22@host/path"`:                  true,
		`"redis://:hunter22@host"`:                         true,
		`"https://ml:1234@host"`:                           true,
		`"https://ml:hunter@22@host"`:                      true,
		`"postgres://ml:hunter22@host/{{db.name}}"`:        true,
		`"postgres://ml:hunter22@${secret.db.host}"`:       true,
		`"https://ml:{{db.password}}hunter22@host"`:        true,
		`["plain", "https://ml:hunter22@host"]`:            true,
		"<<EOT\nhttps://ml:hunter22@host\nEOT\n":           true,
		`"https://ml:{{db.password}}@host"`:                false,
		`"https://ml:${secret.db.password}@host"`:          false,
		`"https://ml:${substr(secret.db.password,0,4)}@h"`: false, // an altered reference already
		`"https://ml:{{db.password}@host"`:                 true,  // which is no reference
		`"https://ml:$${PASSWORD}@host"`:                   false, // another tool's placeholder
		`"https://ml@host"`:                                false,
		`"https://ml:@host"`:                               false,
		`"https://ml@host:8080/path"`:                      false,
		`"https://host:8080/path@2"`:                       false,
		`"https://host:8080?mail=a@b"`:                     false,
		`"docker://image:tag"`:                             false,
		`"https://host:8080"`:                              false,
		"<<EOT\nhttps://host:8080\na@b\nEOT\n":             false,
	}
	places := map[string]string{
		"component": "component \"a\" \"b\" {\n  uri = %s\n}",
		"settings":  "component \"a\" \"b\" {}\nstack \"s\" {\n  components = [component.a.b]\n  settings = {\n    uri = %s\n  }\n}",
		"env":       "component \"a\" \"b\" {}\nstack \"s\" {\n  components = [component.a.b]\n  env = {\n    URI = %s\n  }\n}",
	}
	for place, source := range places {
		for value, reported := range tests {
			if place == "env" && strings.HasPrefix(value, "[") { // which takes no lists
				continue
			}
			t.Run(place+" "+value, func(t *testing.T) {
				t.Parallel()
				report := checkSource(t, "provider \"env\" \"ci\" {}\n"+fmt.Sprintf(source, value)+"\n")
				found := 0
				for _, d := range report.Diagnostics {
					if d.Rule == "plaintext-secret" {
						found++
					} else if d.Rule == "syntax" || d.Rule == "configuration" {
						t.Errorf("%+v", d)
					}
				}
				if reported != (found == 1) || found > 1 {
					t.Errorf("reported %d times, want it reported: %t", found, reported)
				}
			})
		}
	}
}

// An argument that is known to hold a secret is reported once, also where the secret is a URL.
func TestPlaintextIsReportedOnce(t *testing.T) {
	t.Parallel()
	report := checkSource(t, `
provider "env" "ci" {}
component "a" "b" {
  connection_string = "postgres://ml:hunter22@host"
}
`)
	if len(report.Diagnostics) != 1 || report.Diagnostics[0].Rule != "plaintext-secret" {
		t.Errorf("%+v", report.Diagnostics)
	}
}

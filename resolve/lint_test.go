package resolve_test

import "testing"

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

package mask_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/mask"
)

const account = `{"type": "service_account", "project_id": "team-platform", "private_key": "-----BEGIN\nMIIEcanary\n-----END",
  "client_secret": "canary-in-letters", "client_email": "me@example.com", "token_uri": "https://oauth2.example.com/token",
  "more": [{"id": "s3cretvalue-999"}]}`

// What a variable contains is a credential too, whatever form it has; ordinary words, and the names of places, are not.
func TestPartsOfCredentials(t *testing.T) {
	t.Parallel()
	const ordinary = "the service_account of team-platform cannot authenticate at https://oauth2.example.com/token, " +
		"db1.example.com/production or /var/lib/store; password authentication failed since 2026-11-22, client_secret is wrong"
	for entry, shown := range map[string]string{
		"EVIL_CREDENTIALS=" + account:                                                         "canary-in-letters, s3cretvalue-999, MIIEcanary",
		"EVIL_JSON=" + base64.StdEncoding.EncodeToString([]byte(account)):                     "canary-in-letters, s3cretvalue-999, MIIEcanary",
		"EVIL_AUTH=Bearer hvs.abcdefgh":                                                       "hvs.abcdefgh",
		"EVIL_HEADER=bearer hvs.CAESIJ34abc":                                                  "hvs.CAESIJ34abc",
		"EVIL_LOGIN=me:s3cretvalue-999":                                                       "s3cretvalue-999",
		"EVIL_DSN=host=db1.example.com dbname=production password=canary":                     "canary",
		"EVIL_DSN=host=db1.example.com user=me pw=s3cretvalue-999":                            "s3cretvalue-999",
		"EVIL_BASIC=Basic " + base64.StdEncoding.EncodeToString([]byte("me:s3cretvalue-999")): "s3cretvalue-999",
		"EVIL_B64=" + base64.RawURLEncoding.EncodeToString([]byte("s3cretvalue-999")):         "s3cretvalue-999",
	} {
		m := mask.New(mask.Credentials([]string{entry}))
		for _, part := range strings.Split(shown, ", ") {
			if got := m.Text("it is " + part + ", or not"); got != "it is ***, or not" {
				t.Errorf("%s: got %q of %q", entry, got, part)
			}
		}
		if got := m.Text(ordinary); got != ordinary {
			t.Errorf("%s: got %q", entry, got)
		}
	}
}

// What it costs to know the credentials of an environment with a service account.
func BenchmarkCredentials(b *testing.B) {
	environ := []string{"PATH=/usr/bin", "HOME=/home/me", "EVIL_CREDENTIALS=" + strings.Replace(account, "MIIEcanary",
		strings.Repeat(`MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC\n`, 26), 1), "EVIL_HOST=db1.example.com"}
	for b.Loop() {
		mask.New(mask.Credentials(environ))
	}
}

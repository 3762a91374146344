package providers_test

import (
	"net/url"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

func TestOrigins(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"https://Vault.example.com", "https://vault.example.com:443/path"},
		{"http://127.0.0.1", "http://user:password@127.0.0.1:80/"},
		{"https://[::1]:8200", "https://[::1]:8200"},
		{"unix:///run/vault.sock", "unix:///run/vault.sock"},
	} {
		if address := parsed(t, same[0]); !providers.SameOrigin(address, same[1]) {
			t.Errorf("%s and %s are not of one origin", same[0], same[1])
		}
	}
	for _, other := range []string{
		"http://vault.example.com", "https://vault.example.com:8443", "https://vault.example.com.evil.example",
		"https://vault.example.com@evil.example", "unix:///vault.example.com", "", "::",
	} {
		if providers.SameOrigin(parsed(t, "https://vault.example.com"), other) {
			t.Errorf("https://vault.example.com and %s are of one origin", other)
		}
	}
}

func TestWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "vault.example.com", "ftp://vault.example.com", "https://", "https:///path", "https://host?query", "https://host#part",
		"https://host/../other", "https://host//double", "unix://host/socket", "https://host:port", "https://user:pass word@host\n",
	} {
		if address, err := providers.ParseAddress(text); err == nil {
			t.Errorf("%q is an address: %s", text, address)
		}
	}
}

func TestAddressesAreShownWithoutPasswords(t *testing.T) {
	t.Parallel()
	if got := providers.ShownAddress(parsed(t, "https://user:hunter2@host:1/path/")); got != "https://host:1/path" {
		t.Errorf("shown as %s", got)
	}
}

func parsed(t *testing.T, text string) *url.URL {
	t.Helper()
	address, err := providers.ParseAddress(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return address
}

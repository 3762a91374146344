package zenml_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/providers"
)

func TestArguments(t *testing.T) {
	t.Parallel()
	around, _ := storetest.Surroundings(t, "ZENML_STORE_URL=https://user:hunter2@zenml.example.com/base/")
	for block, want := range map[string]string{
		`address = "https://other.example.com/"`: "https://other.example.com",
		`prefix = "prod_"`:                       `https://zenml.example.com/base, names that begin with "prod_"`,
		`private = true`:                         "https://zenml.example.com/base",
	} {
		p, diags := decode(t, block, around)
		if len(diags) != 0 {
			t.Errorf("%s: %v", block, diags)
		} else if p.Describe() != want {
			t.Errorf("%s: it describes itself as %s, want %s", block, p.Describe(), want)
		}
	}
	for block, want := range map[string]string{
		`privat = true`:            `Did you mean "private"?`,
		`private = "perhaps"`:      `must be a bool`,
		`read_values = "nver"`:     `Did you mean "never"?`,
		`address = "zenml"`:        `does not begin with https:// or http://`,
		`token = "x"`:              `This block has no argument "token".`,
		`address = "https://a/.."`: `a segment ".."`,
	} {
		if _, diags := decode(t, block, around); len(diags) != 1 || !strings.Contains(diags[0].Detail, want) {
			t.Errorf("%s: got %v, want %s", block, diags, want)
		}
	}
}

// A block that says in so many words that values may be read loosens, unless the user has decided.
func TestLoosening(t *testing.T) {
	t.Parallel()
	around, _ := storetest.Surroundings(t)
	for block, want := range map[string]int{``: 0, `read_values = "never"`: 0, `read_values = "fallback"`: 1} {
		p, _ := decode(t, block, around)
		if got := p.Loosenings(); len(got) != want {
			t.Errorf("%s: %v", block, got)
		}
	}
	around.ReadValues = "never"
	if p, _ := decode(t, `read_values = "fallback"`, around); len(p.Loosenings()) != 0 {
		t.Error("what the user decided is said to be the block's")
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	for environ, want := range map[string]string{
		"ZENML_STORE_URL=":                       "no address is known",
		"ZENML_STORE_VERIFY_SSL=/nowhere.pem":    "ZENML_STORE_VERIFY_SSL must be",
		"ZENML_STORE_VERIFY_SSL=-----BEGIN X":    "ZENML_STORE_VERIFY_SSL must be",
		"ZENML_STORE_HTTP_TIMEOUT=soon":          "ZENML_STORE_HTTP_TIMEOUT must be",
		"ZENML_STORE_HTTP_TIMEOUT=0":             "ZENML_STORE_HTTP_TIMEOUT must be",
		"ZENML_STORE_API_KEY=with a blank in it": "ZENML_STORE_API_KEY holds white space",
	} {
		p := newProvider(t, "", environ, "ZENML_STORE_URL=http://127.0.0.1:1", "ZENML_STORE_API_KEY=x")
		if got := storetest.Failure(t, p); !strings.Contains(got.Detail, want) {
			t.Errorf("%s: %s", environ, got.Detail)
		}
	}
	refused := storetest.Failure(t, newProvider(t, "", "ZENML_SERVER_URL=http://127.0.0.1:1", "ZENML_API_KEY=x"))
	if refused.Reason != providers.Unreachable || !strings.Contains(refused.Detail, "ZENML_SERVER_URL") {
		t.Errorf("of a server that is not there: %s", refused.Detail)
	}
}

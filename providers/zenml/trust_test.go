package zenml_test

import (
	"net"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
)

func TestAnAddressThatTheUserDidNotChooseGetsNoConnection(t *testing.T) {
	t.Parallel()
	host, accepted := storetest.Trap(t)
	_, port, _ := net.SplitHostPort(host)
	for name, with := range map[string]struct{ environ, trusted []string }{
		"another address is chosen":  {environ: []string{"ZENML_STORE_URL=https://zenml.example.com"}},
		"none is chosen":             {},
		"another port":               {environ: []string{"ZENML_SERVER_URL=http://127.0.0.1:1"}},
		"another scheme":             {environ: []string{"ZENML_STORE_URL=https://" + host}},
		"another spelling":           {environ: []string{"ZENML_STORE_URL=http://localhost:" + port}},
		"the second variable":        {environ: []string{"ZENML_STORE_URL=http://127.0.0.1:1", "ZENML_SERVER_URL=http://" + host}},
		"another address is trusted": {trusted: []string{"http://127.0.0.1:1", "http://" + host + ".example.com"}},
		"a prefix of it is trusted":  {trusted: []string{"http://127.0.0.1", "http://", "", "127.0.0.1:" + port}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			around, _ := storetest.Surroundings(t, append(with.environ, "ZENML_STORE_API_KEY=ZENKEY_x")...)
			around.TrustedAddresses = with.trusted
			p := newProviderIn(t, `address = "http://`+host+`"`, around)
			got := storetest.Failure(t, p)
			line := `trusted_addresses = ["http://` + host + `"]`
			if got.Reason != providers.Untrusted || !strings.Contains(got.Detail, line) || !strings.Contains(got.Detail, around.ConfigFile) {
				t.Errorf("got %s: %s; want untrusted, with the line to add", got.Reason, got.Detail)
			}
			for _, use := range []error{
				p.Fetch(t.Context(), []providers.Query{{Location: "x"}}, nil), p.Rename(t.Context(), "a", "b"),
				second(p.List(t.Context())), second(p.Delete(t.Context(), "a")), second(p.Write(t.Context(), providers.Change{Location: "a"})),
			} {
				if reason, _ := providers.ReasonOf(use); reason != providers.Untrusted {
					t.Errorf("another use ends with %v", use)
				}
			}
			storetest.WantRequests(t, p, 0)
		})
	}
	t.Cleanup(func() {
		if accepted.Load() != 0 {
			t.Errorf("%d connections to an address that the user did not choose", accepted.Load())
		}
	})
}

func second[A any](_ A, err error) error { return err }

func TestAnAddressThatTheUserChose(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	token := "ZENML_STORE_API_TOKEN=" + server.Token(t, server.APIKey)
	for name, with := range map[string]struct {
		block            string
		environ, trusted []string
	}{
		"in ZENML_STORE_URL":              {environ: []string{"ZENML_STORE_URL=" + server.URL + "/"}},
		"in ZENML_SERVER_URL":             {environ: []string{"ZENML_SERVER_URL=" + server.URL}},
		"in the block and a variable":     {block: `address = "` + server.URL + `"`, environ: []string{"ZENML_STORE_URL=" + server.URL}},
		"in the block, and it is trusted": {block: `address = "` + server.URL + `"`, trusted: []string{"https://x", server.URL}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			around, _ := storetest.Surroundings(t, append(with.environ, token)...)
			around.TrustedAddresses = with.trusted
			p := newProviderIn(t, with.block, around)
			storetest.WantVerdicts(t, storetest.Ask(t, p, providers.SecretExists, nil, "nowhere"), map[string]providers.Answer{"nowhere": {Secret: providers.Missing}})
			if p.Describe() != server.URL {
				t.Errorf("it describes itself as %s", p.Describe())
			}
		})
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"zenml.example.com", "ftp://x", "unix:///run/zenml", "https://", "https://user:hunter2@x", "https://x?y=z"} {
		around, _ := storetest.Surroundings(t)
		_, diags := decode(t, `address = "`+text+`"`, around)
		if len(diags) != 1 || strings.Contains(diags[0].Detail, "hunter2") || !strings.Contains(diags[0].Detail, "https://zenml.example.com") {
			t.Errorf("%s: %v", text, diags)
		}
		if strings.Contains(text, "@") {
			continue // in a variable it is the user's own
		}
		got := storetest.Failure(t, newProvider(t, "", "ZENML_STORE_URL="+text, "ZENML_STORE_API_KEY=x"))
		if got.Reason != providers.Unreachable || strings.Contains(got.Detail, "hunter2") {
			t.Errorf("%s in the environment: %v", text, got)
		}
	}
}

package vault_test

import (
	"net"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestAnAddressThatTheUserDidNotChooseGetsNoConnection(t *testing.T) {
	t.Parallel()
	host, accepted := trap(t)
	_, port, _ := net.SplitHostPort(host)
	for name, with := range map[string]struct {
		block   string
		environ []string
		trusted []string
	}{
		"another address is chosen":   {environ: []string{"VAULT_ADDR=https://vault.example.com:8200"}},
		"none is chosen":              {},
		"another port":                {environ: []string{"VAULT_ADDR=http://127.0.0.1:1"}},
		"another scheme":              {environ: []string{"VAULT_ADDR=https://" + host}},
		"another spelling":            {environ: []string{"VAULT_ADDR=http://localhost:" + port}},
		"another address is trusted":  {trusted: []string{"http://127.0.0.1:1", "http://" + host + ".example.com"}},
		"a prefix of it is trusted":   {trusted: []string{"http://127.0.0.1", "http://", "", "127.0.0.1:" + port}},
		"an agent for another server": {environ: []string{"VAULT_AGENT_ADDR=http://127.0.0.1:1"}},
		"an auth block": {`auth "approle" { mount = "approle" }`,
			[]string{"VAULT_ROLE_ID=r", "VAULT_SECRET_ID=canary-secret-id"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			around, _ := surroundings(t, append(with.environ, "VAULT_TOKEN=canary-token")...)
			around.TrustedAddresses = with.trusted
			p := newProviderIn(t, "address = \"http://"+host+"\"\n"+with.block, around)
			problem := failure(t, p)
			if problem.Reason != providers.Untrusted {
				t.Errorf("the reason is %q, want untrusted", problem.Reason)
			}
			for _, line := range []string{`trusted_addresses = ["http://` + host + `"]`, around.ConfigFile, "ZSV_TRUSTED_ADDRESSES="} {
				if !strings.Contains(problem.Detail, line) {
					t.Errorf("the detail lacks %s: %s", line, problem.Detail)
				}
			}
			wantRequests(t, p, 0)
			if got := accepted.Load(); got != 0 {
				t.Errorf("%d connections were made", got)
			}
		})
	}
}

func TestAddressesThatTheUserChose(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	host, accepted := trap(t)
	elsewhere := "http://" + host
	for name, with := range map[string]struct {
		address string
		environ []string
		trusted []string
	}{
		"in the environment":              {"", []string{"VAULT_ADDR=" + server.Address}, nil},
		"in OpenBao's":                    {"", []string{"BAO_ADDR=" + server.Address}, nil},
		"the same in both":                {server.Address, []string{"VAULT_ADDR=" + server.Address + "/"}, nil},
		"in upper case":                   {strings.ToUpper(server.Address), []string{"VAULT_ADDR=" + server.Address}, nil},
		"OpenBao's, another is Vault's":   {server.Address, []string{"BAO_ADDR=" + server.Address, "VAULT_ADDR=" + elsewhere}, nil},
		"trusted":                         {server.Address, nil, []string{"https://x.example.com", server.Address}},
		"trusted, another is chosen":      {server.Address, []string{"VAULT_ADDR=" + elsewhere}, []string{server.Address}},
		"trusted, an agent for another":   {server.Address, []string{"VAULT_AGENT_ADDR=" + elsewhere}, []string{server.Address}},
		"an agent":                        {"", []string{"VAULT_AGENT_ADDR=" + server.Address, "VAULT_ADDR=" + elsewhere}, nil},
		"an agent for the same":           {elsewhere, []string{"VAULT_AGENT_ADDR=" + server.Address, "VAULT_ADDR=" + elsewhere}, nil},
		"an agent that is itself written": {server.Address, []string{"VAULT_AGENT_ADDR=" + server.Address}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			around, _ := surroundings(t, append(with.environ, "VAULT_TOKEN="+server.RootToken)...)
			around.TrustedAddresses = with.trusted
			block := "prefix = \"ml\"\nmount = \"" + kv.Mount + "\"\n"
			if with.address != "" {
				block += "address = \"" + with.address + "\""
			}
			p := newProviderIn(t, block, around)
			wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
				map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
			if got, want := p.Describe(), server.Address+", "+kv.Mount+"/ml"; got != want {
				t.Errorf("Describe() is %q, want %q", got, want)
			}
			if got := accepted.Load(); got != 0 {
				t.Errorf("%d connections were made elsewhere", got)
			}
		})
	}
}

func TestEachServerGetsItsOwnCredentials(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	p := newProvider(t, "prefix = \"ml\"\nmount = \""+kv.Mount+"\"\naddress = \""+server.Address+"\"",
		"VAULT_ADDR=https://vault.example.com", "VAULT_TOKEN=of-another", "BAO_ADDR="+server.Address, "BAO_TOKEN="+server.RootToken)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
		map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
}

func TestNoAddress(t *testing.T) {
	t.Parallel()
	p := newProvider(t, "", "VAULT_TOKEN=x")
	problem := failure(t, p)
	if problem.Reason != providers.Unreachable || !strings.Contains(problem.Detail, "VAULT_ADDR") {
		t.Errorf("%s: %s, want unreachable and VAULT_ADDR", problem.Reason, problem.Detail)
	}
	if got, want := p.Describe(), "no address, secret"; got != want {
		t.Errorf("Describe() is %q, want %q", got, want)
	}
}

func TestAMalformedAddressInTheEnvironment(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"vault.example.com:8200", "ftp://vault.example.com", "https://", "://x", "http://a b",
		"https://user:canary@vault.example.com/a/../b"} {
		p := newProvider(t, "", "VAULT_ADDR="+address, "VAULT_TOKEN=x")
		problem := failure(t, p)
		if problem.Reason != providers.Unreachable || !strings.Contains(problem.Detail, "VAULT_ADDR is not the address") ||
			strings.Contains(problem.Detail, "canary") {
			t.Errorf("%s: %s: %s", address, problem.Reason, problem.Detail)
		}
	}
}

// TestARedirectIsNotFollowed: whatever answers there, the token does not go on.
func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	host, accepted := trap(t)
	front := newFront(t, server, redirecting("http://"+host))
	p := newProvider(t, `mount = "secret"`, front.environ(server.RootToken)...)
	problem := failure(t, p)
	if problem.Reason != providers.Untrusted || strings.Contains(problem.Detail, host) {
		t.Errorf("%s: %s, want untrusted, in words of our own", problem.Reason, problem.Detail)
	}
	if got := accepted.Load(); got != 0 {
		t.Errorf("%d connections were made", got)
	}
}

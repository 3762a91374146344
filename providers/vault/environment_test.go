package vault_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// poison is every variable of Vault's, each set to what must not happen.
func poison(elsewhere string) map[string]string {
	all := map[string]string{
		"ADDR": elsewhere, "AGENT_ADDR": elsewhere, "TOKEN": "canary-process-token", "NAMESPACE": "poison",
		"HEADERS": `not JSON`, "CACERT": "/nowhere/ca.pem", "CACERT_BYTES": "poison", "CAPATH": "/nowhere",
		"CLIENT_CERT": "/nowhere/cert.pem", "CLIENT_KEY": "/nowhere/key.pem", "TLS_SERVER_NAME": "poison",
		"SKIP_VERIFY": "perhaps", "HTTP_PROXY": elsewhere, "PROXY_ADDR": elsewhere, "MAX_RETRIES": "many",
		"CLIENT_TIMEOUT": "long", "RATE_LIMIT": "some", "SRV_LOOKUP": "perhaps", "WRAP_TTL": "60s", "MFA": "poison",
		"DISABLE_REDIRECTS": "perhaps", "TOKEN_PATH": "/nowhere", "ROLE_ID": "poison", "SECRET_ID": "canary-process-secret",
		"JWT": "canary-process-jwt", "JWT_FILE": "/nowhere",
	}
	variables := map[string]string{
		"HTTP_PROXY": elsewhere, "HTTPS_PROXY": elsewhere, "ALL_PROXY": elsewhere, "HOME": "/nowhere",
	}
	for name, value := range all {
		variables["VAULT_"+name], variables["BAO_"+name] = value, value
	}
	return variables
}

// TestTheProcessEnvironmentIsNotRead is not parallel: it sets variables of the process.
func TestTheProcessEnvironmentIsNotRead(t *testing.T) {
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	heard := listen(t, server)
	host, accepted := trap(t)
	for name, value := range poison("http://" + host) {
		t.Setenv(name, value)
	}
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), heard.environ(server.RootToken)...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
		map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
	for _, header := range heard.headers() {
		if header.Get("X-Vault-Token") != server.RootToken || header.Get("X-Vault-Namespace") != "" ||
			header.Get("X-Vault-Wrap-TTL") != "" || header.Get("X-Vault-MFA") != "" {
			t.Errorf("a variable of the process got into the request: %v", header)
		}
	}
	if got := accepted.Load(); got != 0 {
		t.Errorf("%d connections were made to the process's address", got)
	}
	p = newProvider(t, "")
	if problem := failure(t, p); problem.Reason != providers.Unreachable {
		t.Errorf("without an environment: %s: %s, want that no address is known", problem.Reason, problem.Detail)
	}
}

// A listener is a front that remembers what it was sent.
type listener struct {
	front
	mutex sync.Mutex
	heard []http.Header
}

func listen(t *testing.T, server *vaulttest.Server) *listener {
	t.Helper()
	l := &listener{}
	l.front = newFront(t, server, func(_ http.ResponseWriter, r *http.Request) bool {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.heard = append(l.heard, r.Header.Clone())
		return false
	})
	return l
}

func (l *listener) headers() []http.Header {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.heard
}

func TestNamespaceAndHeaders(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	login := server.AppRole(t, "default")
	for name, with := range map[string]struct {
		block   string
		environ []string
		want    string
	}{
		"none":               {"", nil, ""},
		"of the environment": {"", []string{"VAULT_NAMESPACE=team/ml/"}, "team/ml"},
		"of OpenBao's":       {"", []string{"BAO_NAMESPACE=team"}, "team"},
		"of the block":       {`namespace = "/block/"`, []string{"VAULT_NAMESPACE=team"}, "block"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			heard := listen(t, server)
			p := newProvider(t, fmt.Sprintf("mount = %q\n%s\nauth \"approle\" { mount = %q }", kv.Mount, with.block, login.Mount),
				append(with.environ, "VAULT_ADDR="+heard.address, `VAULT_HEADERS={"X-Team": "ml"}`,
					"VAULT_ROLE_ID=x", "VAULT_SECRET_ID=y")...)
			failure(t, p)
			for _, header := range heard.headers() {
				if header.Get("X-Vault-Namespace") != with.want || header.Get("X-Team") != "ml" ||
					header.Get("X-Vault-Request") != "true" {
					t.Errorf("the headers are %v, want the namespace %q", header, with.want)
				}
			}
			if got := p.Describe(); strings.HasSuffix(got, ", namespace "+with.want) != (with.want != "") {
				t.Errorf("Describe() is %q, want the namespace %q", got, with.want)
			}
		})
	}
}

func TestMalformedVariables(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	file := writeFile(t, filepath.Join(directory, "no.pem"), "no certificate")
	for _, variable := range []string{
		"VAULT_HEADERS=canary", `VAULT_HEADERS={"X-Vault-Token": "canary"}`, `VAULT_HEADERS={"a": 1}`,
		"VAULT_CACERT=" + filepath.Join(directory, "none"), "VAULT_CACERT=" + file, "VAULT_CACERT_BYTES=canary",
		"VAULT_CAPATH=" + filepath.Join(directory, "none"), "VAULT_CAPATH=" + directory, "VAULT_CLIENT_CERT=" + file,
		"VAULT_CLIENT_KEY=" + file, "VAULT_SKIP_VERIFY=perhaps", "VAULT_HTTP_PROXY=canary", "VAULT_PROXY_ADDR=:canary",
		"VAULT_MAX_RETRIES=-1", "VAULT_CLIENT_TIMEOUT=canary", "VAULT_CLIENT_TIMEOUT=-1s", "VAULT_RATE_LIMIT=canary",
		"VAULT_RATE_LIMIT=0", "VAULT_RATE_LIMIT=1:0", "VAULT_RATE_LIMIT=NaN", "BAO_SKIP_VERIFY=perhaps",
		"VAULT_AGENT_ADDR=canary",
	} {
		name, _, _ := strings.Cut(variable, "=")
		p := newProvider(t, "", "VAULT_ADDR=http://127.0.0.1:1", "VAULT_TOKEN=x", variable)
		problem := failure(t, p)
		if problem.Reason != providers.Unreachable || !strings.Contains(problem.Detail, name) ||
			strings.Contains(problem.Detail, "canary") {
			t.Errorf("%s: %s: %s; want the variable's name without its text", variable, problem.Reason, problem.Detail)
		}
		wantRequests(t, p, 0)
	}
}

func TestAProxy(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	target, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	var asked sync.Map
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		asked.Store(r.In.URL.Host, true)
		r.SetURL(target)
	}})
	t.Cleanup(proxy.Close)
	for _, name := range []string{"VAULT_PROXY_ADDR", "VAULT_HTTP_PROXY", "BAO_PROXY_ADDR", "HTTP_PROXY", "http_proxy"} {
		host := strings.ToLower(strings.ReplaceAll(name, "_", "-")) + ".example.com:8200"
		p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount),
			"VAULT_ADDR=http://"+host, "VAULT_TOKEN="+server.RootToken, name+"="+proxy.URL)
		ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0")
		if _, ok := asked.Load(host); !ok {
			t.Errorf("%s was not used", name)
		}
	}
}

func TestAnAddressWithAPath(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	target, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	below := httptest.NewServer(http.StripPrefix("/vault", &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
	}))
	t.Cleanup(below.Close)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), "VAULT_ADDR="+below.URL+"/vault/",
		"VAULT_TOKEN="+server.RootToken)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
		map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
}

func TestASocket(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	target, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(t.TempDir(), "v.sock")
	entrance, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	own := &httptest.Server{Listener: entrance, Config: &http.Server{Handler: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
	}}}
	own.Start()
	t.Cleanup(own.Close)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), "VAULT_AGENT_ADDR=unix://"+socket,
		"VAULT_TOKEN="+server.RootToken)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
		map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
}

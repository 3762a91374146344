package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
	"github.com/zsv-dev/zsv/resolve"
)

const (
	// leastPolicy answers every level without reading a value.
	leastPolicy = `
		path "MOUNT/subkeys/*"  { capabilities = ["read"] }
		path "MOUNT/metadata/*" { capabilities = ["list"] }`
	dataPolicy = `path "MOUNT/data/*" { capabilities = ["read"] }`
	noPolicy   = `path "nowhere/*" { capabilities = ["read"] }`
	readPolicy = `path "MOUNT/*" { capabilities = ["read", "list"] }`
)

// A vaultProject is a directory with a configuration whose only provider is an engine of a real Vault. Values there hold
// the word canary.
type vaultProject struct {
	server *vaulttest.Server
	kv     *vaulttest.KV
	dir    string
}

func newVaultProject(t *testing.T, server *vaulttest.Server, version int, source string) *vaultProject {
	t.Helper()
	kv := server.KV(t, version)
	p := &vaultProject{server, kv, t.TempDir()}
	p.write(t, fmt.Sprintf("provider \"vault\" \"main\" {\n  mount  = %q\n  prefix = \"ml\"\n}\n%s", kv.Mount, source))
	return p
}

func (p *vaultProject) write(t *testing.T, source string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A planned is what came of one run of zsv plan.
type planned struct {
	resolve.Report
	code     int
	requests []vaulttest.Request // as the server's audit log has them
}

// plan runs zsv plan in JSON as the user with a token that no other test uses, and holds the number of requests that it
// reports against the server's own log.
func (p *vaultProject) plan(t *testing.T, token string, args ...string) planned {
	t.Helper()
	mark := p.server.Mark(t)
	stdout, code := runVaultZSV(t, p.dir, p.server.Environ(token), append([]string{"plan", "--format", "json"}, args...)...)
	if err := validateReport(stdout); err != nil {
		t.Fatalf("no report: %v\n%s", err, stdout)
	}
	got := planned{code: code, requests: p.server.Requests(t, mark, token)}
	if err := json.Unmarshal(stdout, &got.Report); err != nil {
		t.Fatal(err)
	}
	if got.Summary.Requests != len(got.requests) {
		t.Errorf("the report says %d requests, Vault's audit log has %d: %v", got.Summary.Requests, len(got.requests), got.requests)
	}
	return got
}

// runVaultZSV runs zsv with an environment and nothing else, and demands that no value and no token shows.
func runVaultZSV(t *testing.T, dir string, environ []string, args ...string) (stdout []byte, code int) {
	t.Helper()
	cmd := exec.Command("zsv", args...)
	cmd.Dir, cmd.Env = dir, slices.Concat(environ, []string{"HOME=" + dir})
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	code = exitCode(cmd.Run())
	for _, variable := range append(environ, "TOKEN=canary") {
		name, value, _ := strings.Cut(variable, "=")
		isCredential := strings.HasSuffix(name, "TOKEN") || strings.HasSuffix(name, "_ID")
		if isCredential && (bytes.Contains(out.Bytes(), []byte(value)) || bytes.Contains(log.Bytes(), []byte(value))) {
			t.Errorf("zsv %s shows a value or a credential", strings.Join(args, " "))
		}
	}
	return out.Bytes(), code
}

// verdicts are the checks by what they are on, with reasons and suggestions.
func (p planned) verdicts() map[string]string {
	all := map[string]string{}
	for _, check := range p.Checks {
		text := string(check.Status)
		if check.Reason != "" {
			text += " " + string(check.Reason)
		}
		if check.Suggestion != "" {
			text += ", meant " + check.Suggestion
		}
		all[strings.TrimSuffix(check.Secret+"."+check.Key, ".")] = text
	}
	return all
}

func (p planned) want(t *testing.T, code int, verdicts map[string]string) {
	t.Helper()
	if p.code != code {
		t.Errorf("exit code %d, want %d", p.code, code)
	}
	if diff := cmp.Diff(verdicts, p.verdicts()); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

func allLike(verdict string, names ...string) map[string]string {
	all := map[string]string{}
	for _, name := range names {
		all[name] = verdict
	}
	return all
}

// references is a component with an argument for each reference.
func references(names ...string) string {
	var b strings.Builder
	b.WriteString("component \"a\" \"b\" {\n")
	for i, name := range names {
		fmt.Fprintf(&b, "  r%d = \"{{%s}}\"\n", i, name)
	}
	b.WriteString("}\n")
	return b.String()
}

// TestRequestsToVault counts at the server. A secret is asked for once, whatever refers to it.
func TestRequestsToVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	t.Run("5 references to one secret", func(t *testing.T) {
		t.Parallel()
		p := newVaultProject(t, server, 2, references("s.a", "s.b", "s.c", "s.d", "s.e"))
		p.kv.Put(t, "ml/s", map[string]any{"a": "canary", "b": "canary", "c": "canary", "d": "canary", "e": "canary"})
		got := p.plan(t, server.Token(t, p.kv.Mount, leastPolicy))
		got.want(t, 0, allLike("present", "s.a", "s.b", "s.c", "s.d", "s.e"))
		if secret := vaulttest.Below(got.requests, p.kv.Mount+"/"); len(secret) != 1 {
			t.Errorf("requests to the engine: %v, want one", secret)
		}
	})
	t.Run("many secrets", func(t *testing.T) {
		t.Parallel()
		const n = 500
		var names []string
		secrets := map[string]map[string]any{}
		for i := range n {
			names = append(names, fmt.Sprintf("s%d.k", i))
			secrets[fmt.Sprintf("ml/s%d", i)] = map[string]any{"k": "canary"}
		}
		p := newVaultProject(t, server, 2, references(append(names, "absent.k", "absent_too.k", "dir/absent.k")...))
		p.kv.Fill(t, secrets)
		token := server.Token(t, p.kv.Mount, leastPolicy)
		for _, test := range []struct {
			level string
			most  int
		}{
			{"SECRET_AND_KEY_EXISTS", n + 3 + 3 + 1}, // n+3 for each secret, and one for the further directory that lacks one
			{"SECRET_EXISTS", 3 + 1},
		} {
			got := p.plan(t, token, "--level", test.level)
			if s := got.Summary; got.code != 2 || s.Present != n || s.MissingSecrets != 3 || s.ValuesRead != 0 {
				t.Errorf("%s: exit code %d, summary %+v", test.level, got.code, s)
			}
			if got.Summary.Requests > test.most {
				t.Errorf("%s: %d requests, want at most %d", test.level, got.Summary.Requests, test.most)
			}
		}
	})
	t.Run("500 secrets of one directory", func(t *testing.T) {
		t.Parallel()
		var names []string
		secrets := map[string]map[string]any{}
		for i := range 500 {
			names = append(names, fmt.Sprintf("s%d.k", i))
			secrets[fmt.Sprintf("ml/s%d", i)] = map[string]any{"k": "canary"}
		}
		p := newVaultProject(t, server, 2, references(names...))
		p.kv.Fill(t, secrets)
		got := p.plan(t, server.Token(t, p.kv.Mount, leastPolicy), "--level", "SECRET_EXISTS")
		if got.code != 0 || got.Summary.Present != 500 || got.Summary.Requests > 3 {
			t.Errorf("exit code %d, summary %+v, want at most 3 requests", got.code, got.Summary)
		}
	})
}

// TestVaultPolicies runs every level with what a token may be allowed.
func TestVaultPolicies(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, references("s.a", "s.absent", "absent.k"))
	p.kv.Put(t, "ml/s", map[string]any{"a": "canary", "b": "canary"})
	complete := map[string]string{"s.a": "present", "s.absent": "missing_key", "absent.k": "missing_secret"}
	exists := map[string]string{"s": "present", "absent": "missing_secret"}
	denied := allLike("unverified denied", "s.a", "s.absent", "absent.k")
	nothing := allLike("skipped", "s.a", "s.absent", "absent.k")

	t.Run("the least", func(t *testing.T) {
		t.Parallel()
		token := server.Token(t, p.kv.Mount, leastPolicy)
		for level, want := range map[string]map[string]string{"SECRET_AND_KEY_EXISTS": complete, "SECRET_EXISTS": exists, "NONE": nothing} {
			got := p.plan(t, token, "--level", level)
			code := map[bool]int{true: 0, false: 2}[level == "NONE"]
			got.want(t, code, want)
			if got.Summary.ValuesRead != 0 || len(vaulttest.Below(got.requests, p.kv.Mount+"/data/")) != 0 {
				t.Errorf("%s: %d values read, requests %v", level, got.Summary.ValuesRead, got.requests)
			}
			if level == "NONE" && got.Summary.Requests != 0 {
				t.Errorf("%d requests at NONE", got.Summary.Requests)
			}
		}
	})
	t.Run("data only", func(t *testing.T) {
		t.Parallel()
		got := p.plan(t, server.Token(t, p.kv.Mount, dataPolicy))
		got.want(t, 2, complete)
		if got.Summary.ValuesRead != 2 {
			t.Errorf("%d values read, want 2", got.Summary.ValuesRead)
		}
	})
	t.Run("data only, and values must not be read", func(t *testing.T) {
		t.Parallel()
		got := p.plan(t, server.Token(t, p.kv.Mount, dataPolicy), "--read-values", "never")
		got.want(t, 3, denied)
		if got.Summary.ValuesRead != 0 || len(vaulttest.Below(got.requests, p.kv.Mount+"/data/")) != 0 {
			t.Errorf("%d values read, requests %v", got.Summary.ValuesRead, got.requests)
		}
	})
	t.Run("nothing", func(t *testing.T) {
		t.Parallel()
		token := server.Token(t, p.kv.Mount, noPolicy)
		got := p.plan(t, token)
		got.want(t, 3, denied)
		for _, check := range got.Checks {
			if !strings.Contains(check.Detail, `path "`+p.kv.Mount) || !strings.Contains(check.Detail, "capabilities") {
				t.Errorf("the detail has no lines for the policy: %s", check.Detail)
			}
		}
		p.plan(t, token, "--allow-unverified").want(t, 0, denied)
		p.plan(t, token, "--level", "SECRET_EXISTS").want(t, 3, allLike("unverified denied", "s", "absent"))
	})
}

// The configuration may not allow itself to read values where the user forbids it, and says so where the user does not.
func TestReadValuesInTheConfiguration(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, references("s.a"))
	p.write(t, fmt.Sprintf("provider \"vault\" \"main\" {\n  mount       = %q\n  read_values = \"fallback\"\n}\n%s", p.kv.Mount,
		references("s.a")))
	p.kv.Put(t, "s", map[string]any{"a": "canary"})
	token := server.Token(t, p.kv.Mount, dataPolicy)
	got := p.plan(t, token)
	got.want(t, 0, allLike("present", "s.a"))
	want := []resolve.Loosened{{Setting: "read_values", Name: "read_values", Value: "fallback", File: "main.zsv.hcl", Line: 3, Column: 3}}
	if diff := cmp.Diff(want, got.Loosened); diff != "" {
		t.Errorf("loosened (-want +got):\n%s", diff)
	}
	got = p.plan(t, token, "--read-values", "never")
	got.want(t, 3, allLike("unverified denied", "s.a"))
	if len(got.Loosened) != 0 {
		t.Errorf("loosened: %+v", got.Loosened)
	}
}

// TestSecretsInVault goes through what can become of a secret, on both versions of the engine.
func TestSecretsInVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	names := references("mlflow.password", "here.password", "here.pasword", "deleted.k", "destroyed.k", "absent.k")
	fill := func(t *testing.T, p *vaultProject) {
		p.kv.Put(t, "ml/mlflow_secret", map[string]any{"password": "canary"})
		p.kv.Put(t, "ml/here", map[string]any{"password": "canary"})
		p.kv.Put(t, "ml/deleted", map[string]any{"k": "canary"})
		p.kv.Delete(t, "ml/deleted")
		p.kv.Put(t, "ml/destroyed", map[string]any{"k": "canary"})
		if p.kv.Version == 2 {
			p.kv.Destroy(t, "ml/destroyed")
		}
	}
	t.Run("KV v2", func(t *testing.T) {
		t.Parallel()
		p := newVaultProject(t, server, 2, names)
		fill(t, p)
		token := server.Token(t, p.kv.Mount, leastPolicy)
		p.plan(t, token).want(t, 2, map[string]string{
			"mlflow.password": "missing_secret", "here.password": "present", "here.pasword": "missing_key, meant password",
			"deleted.k": "missing_secret deleted", "destroyed.k": "missing_secret deleted", "absent.k": "missing_secret",
		})
		p.plan(t, token, "--level", "SECRET_EXISTS").want(t, 2, map[string]string{
			"mlflow": "missing_secret", "here": "present", "deleted": "missing_secret", "absent": "missing_secret",
			"destroyed": "present", // a listing still names it
		})
	})
	t.Run("KV v1", func(t *testing.T) {
		t.Parallel()
		p := newVaultProject(t, server, 1, names)
		fill(t, p)
		token := server.Token(t, p.kv.Mount, readPolicy)
		got := p.plan(t, token)
		got.want(t, 2, map[string]string{
			"mlflow.password": "missing_secret", "here.password": "present", "here.pasword": "missing_key, meant password",
			"deleted.k": "missing_secret", "destroyed.k": "present", "absent.k": "missing_secret",
		})
		if got.Summary.ValuesRead != 2 {
			t.Errorf("%d values read, want 2", got.Summary.ValuesRead)
		}
		p.plan(t, token, "--level", "SECRET_EXISTS").want(t, 2, map[string]string{
			"mlflow": "missing_secret", "here": "present", "deleted": "missing_secret", "absent": "missing_secret",
			"destroyed": "present",
		})
	})
	t.Run("a mount that is not there", func(t *testing.T) {
		t.Parallel()
		p := newVaultProject(t, server, 2, "")
		p.write(t, "provider \"vault\" \"main\" {\n  mount = \"no-such-mount\"\n}\n"+references("s.k"))
		got := p.plan(t, server.Token(t, "", `path "*" { capabilities = ["read", "list"] }`))
		got.want(t, 3, allLike("unverified no_mount", "s.k"))
	})
	t.Run("names that leave their place", func(t *testing.T) {
		t.Parallel()
		p := newVaultProject(t, server, 2, references("x/../../sys/raw.k", "x//y.k"))
		got := p.plan(t, server.Token(t, p.kv.Mount, readPolicy))
		got.want(t, 3, allLike("unverified invalid", "x/../../sys/raw.k", "x//y.k"))
	})
}

// TestVaultThatDoesNotAnswer goes through what keeps Vault from answering.
func TestVaultThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, references("s.k"))
	p.kv.Put(t, "ml/s", map[string]any{"k": "canary"})
	planWith := func(t *testing.T, environ ...string) resolve.Check {
		t.Helper()
		stdout, code := runVaultZSV(t, p.dir, environ, "plan", "--format", "json", "--timeout", "20s")
		var report resolve.Report
		if err := json.Unmarshal(stdout, &report); err != nil || validateReport(stdout) != nil || len(report.Checks) != 1 {
			t.Fatalf("no report with one check: %v\n%s", err, stdout)
		}
		if code != 3 || report.Checks[0].Status != resolve.StatusUnverified || report.Checks[0].Detail == "" {
			t.Errorf("exit code %d, %+v; want it unverified", code, report.Checks[0])
		}
		return report.Checks[0]
	}
	wantReason := func(t *testing.T, check resolve.Check, reason providers.Reason) {
		t.Helper()
		if check.Reason != reason {
			t.Errorf("the reason is %q (%s), want %q", check.Reason, check.Detail, reason)
		}
	}
	t.Run("a wrong token", func(t *testing.T) {
		t.Parallel()
		check := planWith(t, server.Environ("hvs.canary")...)
		if check.Reason != providers.Unauthenticated && check.Reason != providers.Denied {
			t.Errorf("the reason is %q (%s)", check.Reason, check.Detail)
		}
	})
	t.Run("no token", func(t *testing.T) {
		t.Parallel()
		wantReason(t, planWith(t, server.Environ("")...), providers.Unauthenticated)
	})
	t.Run("nobody listens", func(t *testing.T) {
		t.Parallel()
		wantReason(t, planWith(t, "VAULT_ADDR=http://127.0.0.1:1", "VAULT_TOKEN=hvs.canary", "VAULT_MAX_RETRIES=0"), providers.Unreachable)
	})
	t.Run("sealed", func(t *testing.T) {
		t.Parallel()
		own := vaulttest.StartOwn(t)
		own.Seal(t)
		wantReason(t, planWith(t, append(own.Environ(own.RootToken), "VAULT_MAX_RETRIES=0")...), providers.Sealed)
	})
}

// TestUntrustedAddress has a token in the environment, and a configuration that would like to have it.
func TestUntrustedAddress(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Error("zsv connected to the address")
			_ = connection.Close()
		}
	}()
	dir := t.TempDir()
	source := fmt.Sprintf("provider \"vault\" \"main\" { address = \"http://%s\" }\n%s", listener.Addr(), references("s.k"))
	if err := os.WriteFile(filepath.Join(dir, "main.zsv.hcl"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, environ := range [][]string{
		{"VAULT_TOKEN=hvs.canary"},
		{"VAULT_TOKEN=hvs.canary", "VAULT_ADDR=http://127.0.0.1:1"},
		{"VAULT_TOKEN=hvs.canary", "VAULT_ADDR=https://" + listener.Addr().String()},
		{"BAO_TOKEN=hvs.canary", "BAO_ADDR=http://127.0.0.1:1"},
		{"VAULT_ROLE_ID=canary", "VAULT_SECRET_ID=hvs.canary"},
	} {
		for _, args := range [][]string{{"plan"}, {"plan", "--level", "SECRET_EXISTS"}, {"validate"}, {"providers"}, {"stack", "list"}} {
			stdout, code := runVaultZSV(t, dir, environ, append(args, "--format", "json")...)
			if want := map[string]int{"plan": 3}[args[0]]; code != want {
				t.Errorf("%v with %v: exit code %d, want %d", args, environ, code, want)
			}
			if args[0] == "plan" && !bytes.Contains(stdout, []byte(`"reason": "untrusted"`)) {
				t.Errorf("with %v the report does not say untrusted:\n%s", environ, stdout)
			}
		}
	}
	_ = listener.Close()
	<-ended
}

// TestNoValueOfVaultShows runs every command, in every format and at every log level, with tokens that may and may not
// read the values.
func TestNoValueOfVaultShows(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		p := newVaultProject(t, server, version, references("s.k", "s.absent", "absent.k")+"stack \"x\" { components = [component.a.b] }\n")
		p.kv.Put(t, "ml/s", map[string]any{"k": "=canary", "l": map[string]any{"nested": "=canary"}})
		for _, policy := range []string{leastPolicy, dataPolicy, noPolicy, readPolicy} {
			environ := server.Environ(server.Token(t, p.kv.Mount, policy))
			for _, format := range []string{"text", "json", "compact", "github"} {
				for _, level := range []string{"off", "warn", "debug", "trace"} {
					runVaultZSV(t, p.dir, environ, "plan", "--verbose", "--format", format, "--log-level", level)
				}
			}
			for _, args := range [][]string{{"validate"}, {"stack", "list"}, {"stack", "show"}, {"providers"}} {
				runVaultZSV(t, p.dir, environ, append(args, "--log-level", "trace")...)
			}
		}
	}
}

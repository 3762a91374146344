//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// oddVaultValue is as odd as text can be in a variable.
const oddVaultValue = "-----BEGIN CANARY-----\n\t$1 `x` \"y\" 'z' \\n é\n-----END CANARY-----\n"

// runOnVault runs a command with the env of a stack on a real Vault.
func runOnVault(t *testing.T, p *vaultProject, token string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command("zsv", append([]string{"run"}, args...)...)
	cmd.Dir, cmd.Env = p.dir, slices.Concat(p.server.Environ(token), runEnviron(), []string{"HOME=" + p.dir})
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	code = exitCode(cmd.Run())
	if strings.Contains(strings.ToLower(err.String()), "canary") || strings.Contains(err.String(), token) {
		t.Errorf("zsv run %q shows a value or the token:\n%s", args, &err)
	}
	return out.String(), err.String(), code
}

// TestRunOnVault hands out what a real Vault holds, byte for byte, and asks for each secret once.
func TestRunOnVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		t.Run(fmt.Sprintf("v%d", version), func(t *testing.T) {
			t.Parallel()
			p := newVaultProject(t, server, version, `
stack "dev" {
  components = []
  env        = { ODD = "{{s.odd}}", URL = "http://{{s.user}}:{{s.password}}@h/{{t.k}}" }
}`)
			p.kv.Put(t, "ml/s", map[string]any{"odd": oddVaultValue, "user": "ml", "password": "canary%20", "other": "canary"})
			p.kv.Put(t, "ml/t", map[string]any{"k": "canary-2"})
			token, mark := server.Token(t, p.kv.Mount, readPolicy), server.Mark(t)
			stdout, stderr, code := runOnVault(t, p, token, "--level", "NONE", "--", "sh", "-c", `printf '%s|%s' "$ODD" "$URL"`)
			if want := oddVaultValue + "|http://ml:canary%20@h/canary-2"; stdout != want || stderr != "" || code != 0 {
				t.Errorf("exit code %d, the variables are %q, want %q; stderr %q", code, stdout, want, stderr)
			}
			for _, path := range []string{"/s", "/t"} {
				requests := vaulttest.Below(server.Requests(t, mark, token), p.kv.Mount+"/")
				if n := strings.Count(fmt.Sprint(requests), "ml"+path); n != 1 {
					t.Errorf("%d requests for ml%s, want 1: %v", n, path, requests)
				}
			}
			if stdout, _, code := runOnVault(t, p, token, "--", "sh", "-c", `test -n "$ODD" && exit 7`); code != 7 || stdout != "" {
				t.Errorf("exit code %d, want 7; stdout %q", code, stdout)
			}
		})
	}
}

// TestRunWithoutTheRightToRead stops where a token may know what there is, and not read it.
func TestRunWithoutTheRightToRead(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, `
stack "dev" {
  components = []
  env        = { TOKEN = "{{s.k}}" }
}`)
	p.kv.Put(t, "ml/s", map[string]any{"k": "canary"})
	stdout, stderr, code := runOnVault(t, p, server.Token(t, p.kv.Mount, leastPolicy), "--allow-unverified", "--", "env")
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	if code != 3 || stdout != "" || len(lines) != 2 || lines[1] != "zsv: env was not started" ||
		!strings.HasPrefix(lines[0], "main.zsv.hcl:8:27: TOKEN needs {{s.k}}, whose value could not be fetched: ") ||
		!strings.HasSuffix(lines[0], "; run needs the right to read it, plan does not") ||
		!strings.Contains(lines[0], "/ml/s; add to the policy: ") {
		t.Errorf("exit code %d, stdout %q, stderr:\n%s", code, stdout, stderr)
	}
}

//go:build unix

package main

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// forms are a value as it is, and as something that tells of it.
func forms(value string) map[string]string {
	text := []byte(value)
	md5Sum, sha1Sum, sha256Sum := md5.Sum(text), sha1.Sum(text), sha256.Sum256(text)
	return map[string]string{
		"the value":   value,
		"its Base64":  base64.RawStdEncoding.EncodeToString(text),
		"its hex":     hex.EncodeToString(text),
		"its MD5":     hex.EncodeToString(md5Sum[:]),
		"its SHA-1":   hex.EncodeToString(sha1Sum[:]),
		"its SHA-256": hex.EncodeToString(sha256Sum[:]),
	}
}

// A plan that had to read the values keeps none of them. It starts a command with one request a secret, for the values, and
// counts on nothing that has gone since.
func TestSavedPlanOnVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, `
stack "dev" {
  components = []
  env        = { A = "{{s.k}}", B = "{{t.k}}" }
}`)
	const value = "canary-of-a-saved-plan"
	p.kv.Put(t, "ml/s", map[string]any{"k": value})
	p.kv.Put(t, "ml/t", map[string]any{"k": value})
	token := server.Token(t, p.kv.Mount, readPolicy)
	if got := p.plan(t, token, "--out", "plan"); got.code != 0 || got.Summary.Present != 2 {
		t.Fatalf("exit code %d, %+v", got.code, got.Summary)
	}
	saved, err := os.ReadFile(filepath.Join(p.dir, "plan"))
	if err != nil {
		t.Fatal(err)
	}
	for what, form := range forms(value) {
		if bytes.Contains(bytes.ToLower(saved), []byte(strings.ToLower(form))) {
			t.Errorf("the saved plan has %s", what)
		}
	}
	if bytes.Contains(saved, []byte(token)) {
		t.Error("the saved plan has the token")
	}

	mark := server.Mark(t)
	stdout, stderr, code := runOnVault(t, p, token, "--plan", "plan", "--", "sh", "-c", `printf %s "$A$B"`)
	if code != 0 || stdout != value+value || stderr != "" {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if requests := vaulttest.Below(server.Requests(t, mark, token), p.kv.Mount+"/"); len(requests) != 2 {
		t.Errorf("%d requests, want one for each secret: %v", len(requests), requests)
	}

	p.kv.Delete(t, "ml/t")
	if _, stderr, code := runOnVault(t, p, token, "--plan", "plan", "--", "true"); code != 2 || !strings.Contains(stderr, "not started") {
		t.Errorf("a secret is gone: exit code %d, want 2: %s", code, stderr)
	}

	const elsewhere = "http://127.0.0.1:1"
	cmd := exec.Command("zsv", "run", "--plan", "plan", "--", "true")
	cmd.Dir, cmd.Env = p.dir, []string{"VAULT_ADDR=" + elsewhere, "VAULT_TOKEN=" + token, "HOME=" + p.dir}
	output, err := cmd.CombinedOutput()
	if want := "provider.vault.main was " + server.Address; exitCode(err) != 1 || !strings.Contains(string(output), want) ||
		!strings.Contains(string(output), " and is "+elsewhere) {
		t.Errorf("another Vault: exit code %d, want 1 and both addresses: %s", exitCode(err), output)
	}
}

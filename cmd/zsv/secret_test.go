package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// How many random values go to a store and back: each is two runs of zsv, and a file that is brought to the disk.
const many, some = 1000, 200

// randomValue returns a value as `printf` could write it: any bytes, or text where only text can be held, with what formats
// trip over.
func randomValue(random *rand.Rand, text bool) string {
	odd := []string{"\n", "\r\n", "\"", "'", "\\", "=", "@", "#", " ", "\t", "$", "{{s.k}}", "é", "😀", "\u2028", "\ufeff", "---", ": ",
		"\x7f", "\u0085", "%", "null", "- ", "|", ">", "&", "*", "!", "`"}
	if !text {
		odd = append(odd, "\x00", "\xff", "\xc3", "\xed\xa0\x80")
	}
	var b strings.Builder
	for range random.IntN(20) {
		if random.IntN(2) == 0 {
			b.WriteString(odd[random.IntN(len(odd))])
			continue
		}
		for range random.IntN(20) {
			if text {
				b.WriteRune(rune(1 + random.IntN(0xd7ff)))
			} else {
				b.WriteByte(byte(random.IntN(256)))
			}
		}
	}
	return b.String()
}

// runs runs zsv within the test's process, which is many times faster, and demands that it succeeds.
func runs(t *testing.T, dir string, environ []string, stdin string, args ...string) (stdout string) {
	t.Helper()
	var out, log bytes.Buffer
	process := &cli.Process{Args: args, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &log, Dir: dir, Environ: environ}
	if code := process.Main(); code != 0 {
		t.Fatalf("zsv %s: exit code %d:\n%s", strings.Join(args, " "), code, log.String())
	}
	return out.String()
}

// roundTrips writes values from standard input, each as a key of its own, and reads each back.
func roundTrips(t *testing.T, dir string, environ []string, values int, text bool) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range values {
		value, key, verb := randomValue(random, text), fmt.Sprintf("k%d", i), "update"
		if i%20 == 0 {
			verb = "create"
		}
		runs(t, dir, environ, value, "secret", verb, "s", "--"+key+"=@-")
		if got := runs(t, dir, environ, "", "secret", "get", "s", key, "--reveal"); got != value {
			t.Fatalf("value %d: %q came back as %q", i, value, got)
		}
		if i%20 == 19 {
			runs(t, dir, environ, "", "secret", "delete", "s", "--yes")
		}
	}
}

func TestSecretRoundTrip(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source string
		values int
		text   bool
	}{
		"yaml":      {`provider "file" "local" { path = "secrets.yaml" }`, many, false},
		"age":       {`provider "file" "local" {}`, many, false},
		"json":      {`provider "file" "local" { path = "secrets.json" }`, some, true},
		"directory": {"provider \"file\" \"local\" {\n  path   = \"secrets\"\n  format = \"directory\"\n}", some, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "main.zsv.hcl"), test.source+"\n")
			roundTrips(t, dir, []string{"HOME=" + dir}, test.values, test.text)
		})
	}
}

func TestSecretRoundTripInVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, "")
	token := server.Token(t, p.kv.Mount, `path "MOUNT/*" { capabilities = ["create", "read", "update", "patch", "list", "delete"] }`)
	roundTrips(t, p.dir, append(server.Environ(token), "HOME="+p.dir), many, true)
}

// Bytes that are no text are refused by stores that hold text, before anything is written.
func TestBytesThatStoresOfTextRefuse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), `provider "file" "local" { path = "secrets.json" }`+"\n")
	wantRefused(t, dir, []string{"HOME=" + dir})
	if _, err := os.Stat(filepath.Join(dir, "secrets.json")); err == nil {
		t.Error("a store was made")
	}
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, "")
	mark := server.Mark(t)
	token := server.Token(t, p.kv.Mount, `path "MOUNT/*" { capabilities = ["create", "read", "update", "patch", "list", "delete"] }`)
	wantRefused(t, p.dir, append(server.Environ(token), "HOME="+p.dir))
	if requests := server.Requests(t, mark, token); len(requests) != 0 {
		t.Errorf("requests to Vault: %v", requests)
	}
}

func wantRefused(t *testing.T, dir string, environ []string) {
	t.Helper()
	var out, log bytes.Buffer
	process := &cli.Process{Args: []string{"secret", "create", "s", "--k=@-"}, Stdin: strings.NewReader("canary\xff"),
		Stdout: &out, Stderr: &log, Dir: dir, Environ: environ}
	if code := process.Main(); code != 1 || !strings.Contains(log.String(), "Nothing was written: ") ||
		strings.Contains(log.String()+out.String(), "canary") {
		t.Errorf("exit code %d:\n%s", code, log.String())
	}
}

// The same by processes and a pipe, as a shell has it.
func TestSecretThroughPipes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), `provider "file" "local" { path = "secrets.yaml" }`+"\n")
	random := rand.New(rand.NewPCG(3, 4))
	values := []string{"", "\n", strings.Repeat("x", 1<<20), "-----BEGIN-----\nabc\n-----END-----\n"}
	for len(values) < 12 {
		values = append(values, randomValue(random, false))
	}
	for i, value := range values {
		name := fmt.Sprintf("s%d", i)
		create := exec.Command("zsv", "secret", "register", name, "--value=@-")
		create.Dir, create.Env, create.Stdin = dir, []string{"HOME=" + dir}, strings.NewReader(value)
		if out, err := create.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		get := exec.Command("zsv", "secret", "get", name, "value", "--reveal")
		get.Dir, get.Env = dir, []string{"HOME=" + dir}
		if got, err := get.Output(); err != nil || string(got) != value {
			t.Errorf("%q came back as %q, %v", clipped(value), clipped(string(got)), err)
		}
	}
}

func clipped(text string) string { return text[:min(len(text), 200)] }

// TestSecretInVault goes through the life of a secret in a real Vault.
func TestSecretInVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	p := newVaultProject(t, server, 2, references("mlflow.password"))
	token := server.Token(t, p.kv.Mount, `path "MOUNT/*" { capabilities = ["create", "read", "update", "patch", "list", "delete"] }`)
	run := func(code int, want string, args ...string) {
		t.Helper()
		cmd := exec.Command("zsv", append([]string{"secret"}, args...)...)
		cmd.Dir, cmd.Env = p.dir, append(server.Environ(token), "HOME="+p.dir)
		out, err := cmd.CombinedOutput()
		if got := exitCode(err); got != code || !strings.Contains(string(out), want) || strings.Contains(string(out), "canary") {
			t.Errorf("zsv secret %s: exit code %d, want %d and %q:\n%s", strings.Join(args, " "), got, code, want, out)
		}
	}
	run(0, "", "list")
	run(0, `Secret "mlflow" created in vault main (`, "create", "mlflow", "--password=canary", "--username=canary")
	run(1, "exists already", "create", "mlflow", "--password=canary")
	run(0, "password\nusername\n", "get", "mlflow")
	run(0, "has the key", "get", "mlflow", "password")
	run(2, `Did you mean "password"?`, "get", "mlflow", "pasword")
	run(2, `Did you mean "mlflow"?`, "get", "mlflo")
	run(0, "mlflow\n", "list")
	run(0, "1 key set, 1 key removed", "update", "mlflow", "--password=canary 2", "-r", "username")
	run(2, `Did you mean "mlflow"?`, "update", "mlflo", "--password=canary")
	run(0, `renamed to "tracking"`, "rename", "mlflow", "tracking")
	run(2, "Run zsv secret create mlflow -i to create it", "get", "mlflow", "--reveal")
	run(0, `deleted from vault main`, "delete", "tracking", "--yes")
	run(2, `There is no secret "tracking"`, "get", "tracking")
	run(0, `created in vault main`, "create", "tracking", "--k=canary")

	reader := server.Token(t, p.kv.Mount, leastPolicy)
	token = reader
	run(0, "k\n", "get", "tracking")
	run(3, "is not verified", "get", "tracking", "k", "--reveal")
	run(3, "was not written", "update", "tracking", "--k=canary")
	run(3, "was not written", "create", "new", "--k=canary")
	run(3, "was not deleted", "delete", "tracking", "--yes")
	run(3, "was not renamed: permission denied", "rename", "tracking", "elsewhere")
	token = "hvs.wrong"
	run(3, "is not verified", "get", "tracking")
	run(3, "t is not known which secrets", "list")
}

// A store that does not answer is waited for as long as --timeout says, and what came of a write is not known then.
func TestSecretInAStoreThatIsSilent(t *testing.T) {
	t.Parallel()
	store := listenInSilence(t)
	for _, args := range [][]string{
		{"get", "s"}, {"get", "s", "k", "--reveal"}, {"list"}, {"delete", "s", "--yes"}, {"update", "s", "--k=canary"}, {"export", "s"},
	} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "main.zsv.hcl"), "provider \"vault\" \"main\" {}\n")
		cmd := exec.Command("zsv", append([]string{"secret", "--chdir", dir, "--log-level", "trace"}, append(args, "--timeout", "300ms")...)...)
		cmd.Env = slices.Concat(store.environ(), []string{"HOME=" + dir})
		out, err := cmd.CombinedOutput()
		if got := exitCode(err); got != 3 || strings.Contains(string(out), "canary") {
			t.Errorf("%v: exit code %d:\n%s", args, got, out)
		}
	}
}

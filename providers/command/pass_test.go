package command_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/command"
)

// The recipe for pass, over a real store of pass and GnuPG.
func TestPass(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"pass", "gpg", "gpgconf"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s: %v", name, err)
		}
	}
	keys, err := os.MkdirTemp("", "zsv-gpg-") // short, as sockets want it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(keys) })
	environ := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "GNUPGHOME=" + keys}
	runIn(t, environ, `
trap 'gpgconf --kill all' EXIT
gpg --batch --quiet --passphrase '' --quick-gen-key ann@example.com default default never
pass init ann@example.com
printf 'line 1\nline 2\n' | pass insert -m ml/mlflow/password
cd "$HOME/.password-store"
mkdir -p archive/.password-store/old slack/token.gpg .git/refs/heads
cp ml/mlflow/password.gpg archive/.password-store/old/password.gpg
cp ml/mlflow/password.gpg .git/refs/heads/main.gpg
ln -s ml/mlflow linked
ln -s nowhere.gpg ml/mlflow/gone.gpg
`)
	t.Cleanup(func() { runIn(t, environ, "gpgconf --kill all") })
	user, diags := config.LoadUser("recipes", "pass.hcl", true)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	surroundings := around(t, user.Commands, nil)
	surroundings.Environ = environ
	checker, hclDiags := command.New(parse(t, `command = "pass"`), nil, surroundings)
	if hclDiags.HasErrors() {
		t.Fatal(hclDiags)
	}
	answer := check(t, checker, providers.SecretAndKeyExists, "ml/mlflow", "password", "token")
	if answer.Keys["password"].Status != providers.Present || answer.Keys["token"].Status != providers.Missing || answer.ValuesRead != 0 {
		t.Errorf("got %+v", answer)
	}
	// To pass a directory is something that it can show.
	if answer := check(t, checker, providers.SecretAndKeyExists, "ml", "mlflow"); answer.Secret != providers.Missing {
		t.Errorf("a directory is %+v", answer)
	}
	for location, key := range map[string]string{"old": "password", "slack": "token", ".git/refs/heads": "main"} {
		if answer := check(t, checker, providers.SecretAndKeyExists, location, key); answer.Secret != providers.Missing {
			t.Errorf("%s.%s is %+v", location, key, answer)
		}
	}
	for _, location := range []string{"archive/.password-store/old", "linked"} {
		if answer := check(t, checker, providers.SecretAndKeyExists, location, "password"); answer.Keys["password"].Status != providers.Present {
			t.Errorf("%s is %+v", location, answer)
		}
	}
	if answer := check(t, checker, providers.SecretAndKeyExists, "ml/mlflow", "gone"); answer.Keys["gone"].Status != providers.Missing {
		t.Errorf("a link that leads nowhere is %+v", answer)
	}
	err = checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "ml/mlflow", Keys: []string{"password"}}},
		func(_ int, f providers.Fetched) {
			if got := f.Values["password"].Reveal(); got != "line 1\nline 2" {
				t.Errorf("fetched %+v", f)
			}
		})
	if err != nil {
		t.Error(err)
	}
}

// runIn runs a text by the shell.
func runIn(t *testing.T, environ []string, text string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", "set -e\n"+text)
	cmd.Env = environ
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
}

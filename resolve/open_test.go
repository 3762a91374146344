package resolve_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// openIn opens a configuration of one file, beside the files of others.
func openIn(t *testing.T, source string, files map[string]string, options resolve.OpenOptions) (*resolve.Client, error) {
	t.Helper()
	dir := t.TempDir()
	files["main.zsv.hcl"] = source
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return resolve.Open(t.Context(), dir, builtin.Registry(), options)
}

const twoStores = `
zsv {
  required_version = ">= 0.1"
}
variable "path" { type = string }
provider "file" "main" { path = var.path }
provider "env" "ci" {}
stack "file" {
  secrets    = provider.file.main
  components = [component.a.b]
}
stack "env" {
  secrets    = provider.env.ci
  components = [component.a.b]
}
component "a" "b" {
  one = "{{mlflow.password}}"
  two = "{{broken.key}}"
}
secret "broken" { provider = provider.file.main }
`

func openTwoStores(t *testing.T, options resolve.OpenOptions) *resolve.Client {
	t.Helper()
	options.Variables = map[string]string{"path": "secrets.yaml"}
	options.Environ = []string{"MLFLOW_PASSWORD=canary-env"}
	client, err := openIn(t, twoStores, map[string]string{
		"secrets.yaml": "mlflow:\n  password: \"canary\\nfile\"\n  port: 0123\nbroken: {key: [canary]}\n"}, options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestGetSecret(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options resolve.OpenOptions
		want    map[string]string
	}{
		"of a file":            {resolve.OpenOptions{Stack: "file"}, map[string]string{"password": "canary\nfile", "port": "0123"}},
		"of the environment":   {resolve.OpenOptions{Stack: "env"}, map[string]string{"password": "canary-env"}},
		"of a provider":        {resolve.OpenOptions{Provider: "env.ci"}, map[string]string{"password": "canary-env"}},
		"of a provider's name": {resolve.OpenOptions{Provider: "provider.env.ci", Stack: "env"}, map[string]string{"password": "canary-env"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := openTwoStores(t, test.options)
			secret, err := client.GetSecret(t.Context(), "mlflow")
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for key, value := range secret.Values {
				got[key] = value.Reveal()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if shown := fmt.Sprintf("%v %+v %#v %v %#v", secret, secret, secret, client, client); strings.Contains(shown, "canary") {
				t.Errorf("printed, it shows a value: %s", shown)
			}
			one, err := client.GetValue(t.Context(), "mlflow", "password")
			if err != nil || one.Reveal() != test.want["password"] {
				t.Errorf("%q, %v", one.Reveal(), err)
			}
		})
	}
}

func TestGetSecretErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options     resolve.OpenOptions
		secret, key string
		want        error
		text        string
	}{
		"no store":        {resolve.OpenOptions{}, "mlflow", "password", resolve.ErrNoStore, "--stack"},
		"no such store":   {resolve.OpenOptions{Provider: "env.cii"}, "mlflow", "password", resolve.ErrNoStore, `Did you mean "env.ci"?`},
		"no such stack":   {resolve.OpenOptions{Stack: "flie"}, "mlflow", "password", resolve.ErrNoStore, `Did you mean "file"?`},
		"no secret":       {resolve.OpenOptions{Stack: "file"}, "mlflov", "password", resolve.ErrNoSecret, "mlflov"},
		"no key":          {resolve.OpenOptions{Stack: "file"}, "mlflow", "pasword", resolve.ErrNoKey, "mlflow.pasword"},
		"not verified":    {resolve.OpenOptions{Stack: "file"}, "broken", "key", resolve.ErrNotVerified, "broken.key: it is set to a list"},
		"a name it isn't": {resolve.OpenOptions{Stack: "file"}, "ml.flow", "password", resolve.ErrNoSecret, "has a dot"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := openTwoStores(t, test.options)
			_, err := client.GetValue(t.Context(), test.secret, test.key)
			var known *resolve.SecretError
			if !errors.Is(err, test.want) || !errors.As(err, &known) || !strings.Contains(err.Error(), test.text) {
				t.Errorf("the error is %v", err)
			}
			if strings.Contains(fmt.Sprint(err), "canary") {
				t.Errorf("the error shows a value: %v", err)
			}
		})
	}
}

func TestSecretValue(t *testing.T) {
	t.Parallel()
	secret := &resolve.Secret{Name: "s", Values: map[string]providers.Value{"k": providers.NewValue("")}}
	if value, err := secret.Value("k"); err != nil || !value.IsSet() {
		t.Errorf("%v, %v", value, err)
	}
	if _, err := secret.Value("other"); !errors.Is(err, resolve.ErrNoKey) || err.Error() != "s.other: no such key" {
		t.Errorf("%v", err)
	}
}

func TestOpenWhatIsBroken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ source, want string }{
		"syntax":             {"stack \"x\" {", "main.zsv.hcl:1:"},
		"two errors":         {"stack \"x\" { nonsense = 1 }\ncomponent \"a\" \"b\" { x = var.none }", "main.zsv.hcl:2:"},
		"a missing variable": {"variable \"x\" {}\nlocals { a = var.x }", "variable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := openIn(t, test.source, map[string]string{}, resolve.OpenOptions{}); err == nil ||
				!strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
	if _, err := resolve.Open(t.Context(), t.TempDir(), builtin.Registry(), resolve.OpenOptions{}); err == nil {
		t.Error("a directory without a configuration was opened")
	}
}

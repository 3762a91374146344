package resolve_test

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// basisFiles is a configuration of which every part can change without the files.
var basisFiles = map[string]string{
	"main.zsv.hcl": `
variable "env" { default = "dev" }
provider "vault" "main" {
  prefix = "ml/${var.env}"
  auth "jwt" { role = "ci" }
}
provider "env" "ci" {}
component "a" "b" { token = "{{mlflow.password}}" }
component "a" "c" { token = var.env == "dev" ? "" : "{{s3.key}}" }
stack "one" {
  secrets    = provider.env.ci
  components = [component.a.b, component.a.c]
}
stack "two" {
  secrets    = provider.vault.main
  components = [component.a.b]
}
`,
	"other.zsv.hcl":  "locals { unused = 1 }\n",
	"default.zsvars": "env = \"dev\"\n",
}

// basisIn plans the configuration in a directory and returns its basis.
func basisIn(t *testing.T, dir string, environ []string, variables ...config.Assignment) *resolve.Basis {
	t.Helper()
	surroundings := providers.Surroundings{Dir: dir, ProjectDir: dir, Environ: environ, Log: slog.New(slog.DiscardHandler)}
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Variables: variables})
	plan := resolve.NewPlan(cfg, diags, resolve.Options{Registry: builtin.Registry(), Surroundings: surroundings,
		Level: resolve.LevelChoice{Level: providers.SecretAndKeyExists, Source: resolve.LevelFromDefault}})
	return plan.Basis()
}

// What a saved plan rests on is named by what has changed, the cause rather than what follows from it.
func TestBasisDifferences(t *testing.T) {
	t.Parallel()
	const here, there = "VAULT_ADDR=https://a.example.com", "VAULT_ADDR=https://b.example.com"
	for _, test := range []struct {
		name    string
		change  map[string]string // files; "" removes one
		environ string
		env     string // the variable
		want    []string
	}{
		{name: "nothing"},
		{name: "a line", change: map[string]string{"main.zsv.hcl": basisFiles["main.zsv.hcl"] + "\n"},
			want: []string{"main.zsv.hcl has changed"}},
		{name: "files come and go", change: map[string]string{"other.zsv.hcl": "", "more.zsv.json": "{}"},
			want: []string{"more.zsv.json is new", "other.zsv.hcl is gone"}},
		{name: "a file that only sets variables, to the same", change: map[string]string{"default.zsvars": "# dev\nenv = \"dev\"\n"}},
		{name: "to something else", change: map[string]string{"default.zsvars": "env = \"prod\"\n"},
			want: []string{`provider.vault.main: prefix was "ml/dev" and is "ml/prod"`}},
		{name: "a variable", env: "prod",
			want: []string{`provider.vault.main: prefix was "ml/dev" and is "ml/prod"`}},
		{name: "the address", environ: there,
			want: []string{"provider.vault.main was https://a.example.com, secret/ml/dev and is https://b.example.com, secret/ml/dev"}},
		{name: "an argument in a block",
			change: map[string]string{"main.zsv.hcl": strings.Replace(basisFiles["main.zsv.hcl"], `"ci" }`, `"cd" }`, 1)},
			want:   []string{"main.zsv.hcl has changed", `provider.vault.main: auth.jwt.role was "ci" and is "cd"`}},
		{name: "a provider", change: map[string]string{"other.zsv.hcl": `provider "env" "more" {}`},
			want: []string{"other.zsv.hcl has changed", "provider.env.more is new"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeAll(t, dir, basisFiles)
			before := basisIn(t, dir, []string{here})
			writeAll(t, dir, test.change)
			environ, variables := []string{here}, []config.Assignment(nil)
			if test.environ != "" {
				environ = []string{test.environ}
			}
			if test.env != "" {
				variables = []config.Assignment{{Name: "env", Value: test.env}}
			}
			if diff := cmp.Diff(test.want, before.Differences(basisIn(t, dir, environ, variables...))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where the providers stay the same, references tell that a variable has another value.
func TestBasisDifferencesOfReferences(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{"main.zsv.hcl": strings.Replace(basisFiles["main.zsv.hcl"], `"ml/${var.env}"`, `"ml"`, 1)})
	before := basisIn(t, dir, nil)
	after := basisIn(t, dir, nil, config.Assignment{Name: "env", Value: "prod"})
	want := []string{"the reference to s3.key at main.zsv.hcl:9:54, stack one is new"}
	if diff := cmp.Diff(want, before.Differences(after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = []string{"the reference to s3.key at main.zsv.hcl:9:54, stack one is gone"}
	if diff := cmp.Diff(want, after.Differences(before)); diff != "" {
		t.Errorf("the other way round (-want +got):\n%s", diff)
	}
}

// The basis is of the whole configuration, whichever stack is planned.
func TestBasisOfOneStack(t *testing.T) {
	t.Parallel()
	whole := planOf(t, basisFiles["main.zsv.hcl"], resolve.Options{Registry: builtin.Registry()}).Basis()
	one := planOf(t, basisFiles["main.zsv.hcl"], resolve.Options{Registry: builtin.Registry(), Stacks: []string{"one"}}).Basis()
	if diff := cmp.Diff(whole, one); diff != "" {
		t.Errorf("(-whole +one):\n%s", diff)
	}
}

// Neither a value nor the hash of a file with values gets into a basis.
func TestBasisHoldsNoValue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeAll(t, dir, map[string]string{
		"main.zsv.hcl": `
variable "password" { sensitive = true }
provider "vault" "main" { address = "https://ml:canary@vault.example.com" }
provider "vault" "made" { prefix = "ml/${var.password}" }
provider "vault" "twice" {}
provider "vault" "twice" { namespace = var.password }
provider "vault" "login" {
  token = "canary"
  auth "approle" { secret_id = "canary" }
}
provider "file" "local" {
  path       = "secrets.age"
  passphrase = "canary"
}
component "a" "b" { password = var.password, token = "{{s.k}}" }`,
		"default.zsvars": "password = \"canary\"\n"})
	text, err := json.Marshal(basisIn(t, dir, []string{"VAULT_TOKEN=canary"}))
	if err != nil || strings.Contains(string(text), "canary") || strings.Contains(string(text), "zsvars") {
		t.Errorf("%s: %v", text, err)
	}
}

func writeAll(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if text == "" {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

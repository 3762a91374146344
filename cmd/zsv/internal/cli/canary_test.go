package cli_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// plaintext is a configuration with secrets wherever people leave them. Every one holds the word canary.
const plaintext = `# a comment
locals {
  login    = { user = "ml", password = "canary-local" }
  password = "canary-local-2"
}
variable "hidden" {
  sensitive = true
  default   = "canary-default"
}
variable "password" {
  sensitive = true
}
variable "limited" {
  sensitive = true
  default   = "canary-limited"
  validation {
    condition     = length(var.limited) < 3
    error_message = "not ${var.limited}"
  }
}
provider "file" "yaml" { path = "secrets.yaml" }
provider "file" "json" { path = "secrets.json" }
provider "file" "dotenv" { path = "secrets.env" }
provider "file" "directory" {
  path   = "secrets"
  format = "directory"
}
provider "env" "ci" {}
provider "vault" "main" {}
component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_uri      = "https://ml:canary-url@mlflow.example.com/{{s.path}}"
  tracking_password = "canary-password"
  tracking_token    = "canary-token {{s.k}}"
  slack_token       = "{{s.k} canary-near-miss"
  other_password    = <<EOT
canary-heredoc-1 {{s.k}}
canary-heredoc-2 {{ s . k }}
EOT
  private_key       = <<-EOT
    -----BEGIN canary-----
    canary {{t.k}}
    -----END canary-----
    EOT
  password          = local.password
  secret_key        = "x-${local.login.password}-{{s.k}}"
  api_token         = "${var.hidden} {{s.k}}"
  api_key           = "{{${var.hidden}.k}}"
  client_secret     = "{{s.${var.password}}}"
  settings = {
    "orchestrator.kubeflow" = { user = "ml", client_password = "canary-object", token = ["canary-list", "{{s.k}"] }
    client_password         = "canary-a" # zsv:ignore nonsense
    nested                  = { password = { value = "canary-b", other = "canary-c {{s.k}" } }
    (var.hidden)            = "{{s.k}}"
    broken_password         = nofunction("canary-d")
    password                = substr("canary-e", "canary-f", -1)
  }
}
stack "yaml" {
  secrets    = provider.file.yaml
  components = [component.experiment_tracker.mlflow]
  settings   = { db_password = "canary-stack" }
  env        = { DATABASE_URL = "postgres://ml:canary-env@db/{{s.k}}", API_TOKEN = "canary-env-2", (var.hidden) = "x" }
}
stack "json" {
  secrets    = provider.file.json
  components = [component.experiment_tracker.mlflow]
}
stack "dotenv" {
  secrets    = provider.file.dotenv
  components = [component.experiment_tracker.mlflow]
}
stack "directory" {
  secrets    = provider.file.directory
  components = [component.experiment_tracker.mlflow]
}
stack "ci" {
  secrets    = provider.env.ci
  components = [component.experiment_tracker.mlflow]
}
secret "u" {
  path        = var.hidden
  description = "it is ${var.hidden}"
}
`

// stores are secrets files of each format.
var stores = map[string]string{
	"secrets.yaml": `# canary
s:
  k: canary-1
  l: "canary
    canary"
  m: |
    canary
    canary
  n: [canary, {canary: canary}]
t: canary
"u": {k: !!binary Y2FuYXJ5, canary-key-without-a-value}
`,
	"secrets.json": `{"s": {"k": "canary-1", "l": ["canary"], "m": "canary\u0041"}, "t": "canary", "u": {"k": 1}}` + "\n",
	"secrets.env":  "# canary\nS_K=canary\nexport S_L='canary\ncanary'\nS_M=\"canary\\n\"\nT_K=canary # canary\n",
	"secrets/s/k":  "canary",
	"secrets/t":    "canary",
}

// fourStores are the stores, with few references.
const fourStores = `
provider "file" "yaml" { path = "secrets.yaml" }
provider "file" "json" { path = "secrets.json" }
provider "file" "dotenv" { path = "secrets.env" }
provider "file" "directory" {
  path   = "secrets"
  format = "directory"
}
component "a" "b" { token = ["{{s.k}}", "{{s.n}}", "{{t.k}}"] }
stack "yaml" {
  secrets    = provider.file.yaml
  components = [component.a.b]
  env        = { A = "x{{s.k}}" }
}
stack "json" {
  secrets    = provider.file.json
  components = [component.a.b]
  env        = { A = "x{{s.k}}" }
}
stack "dotenv" {
  secrets    = provider.file.dotenv
  components = [component.a.b]
  env        = { A = "x{{s.k}}" }
}
stack "directory" {
  secrets    = provider.file.directory
  components = [component.a.b]
  env        = { A = "x{{s.k}}" }
}
`

// canaryEnviron is an environment full of secrets.
var canaryEnviron = []string{
	"S_K=canary", "T_K=canary", "VAULT_TOKEN=canary", "VAULT_ADDR=http://canary:canary@127.0.0.1:1", "ZSV_VAR_password=canary",
	"VAULT_ROLE_ID=canary", "VAULT_SECRET_ID=canary", "VAULT_JWT=canary", "VAULT_HEADERS=canary", "VAULT_NAMESPACE=x",
}

// withIdentity is canaryEnviron with an identity for encrypted stores.
var withIdentity = sync.OnceValue(func() []string {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		panic(err)
	}
	return append(canaryEnviron[:len(canaryEnviron):len(canaryEnviron)], "ZSV_AGE_KEY="+identity.String())
})

// allCommands are the commands that read a configuration, in each of their formats.
func allCommands() [][]string {
	var all [][]string
	for _, format := range view.Formats() {
		all = append(all, []string{"plan", "--verbose", "--format", format}, []string{"validate", "--format", format},
			[]string{"plan", "--level", "SECRET_EXISTS", "--format", format})
	}
	for _, format := range []string{"text", "json"} {
		all = append(all, []string{"stack", "list", "--format", format}, []string{"stack", "show", "yaml", "--format", format},
			[]string{"providers", "--format", format})
	}
	return all
}

// TestNoValueShows runs every command, in every format and at every log level, over a configuration and stores that
// parse.
func TestNoValueShows(t *testing.T) {
	t.Parallel()
	dir := writeProject(t, plaintext, stores)
	for _, args := range allCommands() {
		for _, level := range []string{"off", "error", "warn", "info", "debug", "trace"} {
			checkNoCanary(t, dir, append(args[:len(args):len(args)], "--log-level", level)...)
		}
	}
	checkFiles(t, dir)
	checkNoCanary(t, dir, "plan", "--var", "password=canary", "--var", "limited=canary", "--color", "always")
	checkNoCanary(t, dir, "plan", "--var", "canary", "--var-file", "values.zsvars")
	checkNoCanary(t, dir, "plan", "--var-file", "values.zsvars", "--format", "json")
}

// checkFiles checks the files that plan writes: a report in each format, and the saved plan, which is then shown.
func checkFiles(t *testing.T, dir string) {
	t.Helper()
	args := []string{"plan", "--verbose", "--out", "saved"}
	for _, format := range view.Formats() {
		args = append(args, "--format", format+"="+format)
	}
	checkNoCanary(t, dir, args...)
	for _, name := range append(view.Formats(), "saved") {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || strings.Contains(strings.ToLower(string(text)), "canary") {
			t.Errorf("the file %s is not there or shows a secret: %v", name, err)
		}
	}
	for _, format := range view.Formats() {
		checkNoCanary(t, dir, "show", "saved", "--verbose", "--format", format)
	}
}

// TestNoValueShowsOfBrokenConfigurations cuts the configuration off all along its lines, and breaks them at their quotes
// and ends.
func TestNoValueShowsOfBrokenConfigurations(t *testing.T) {
	t.Parallel()
	dir := writeProject(t, plaintext, stores)
	breaks := map[string]func(text string, i int) string{
		"cut off": func(text string, i int) string { return text[:i] },
		"a quote": func(text string, i int) string { return text[:i] + `"` + text[i:] },
		"a brace": func(text string, i int) string { return text[:i] + "}" + text[i:] },
	}
	for _, name := range slices.Sorted(maps.Keys(breaks)) {
		for i := range len(plaintext) {
			isEnd := plaintext[i] == '\n' || plaintext[i] == '"'
			if !isEnd && (name != "cut off" || i%10 != 0) { // in front of a name it would be another name, which is no secret's
				continue
			}
			writeFile(t, dir, "main.zsv.hcl", breaks[name](plaintext, i))
			checkNoCanary(t, dir, "validate", "--format", view.Formats()[i%len(view.Formats())])
		}
	}
}

// TestNoValueShowsOfBrokenStores breaks each secrets file at each of its bytes, in one way after the other.
func TestNoValueShowsOfBrokenStores(t *testing.T) {
	t.Parallel()
	breaks := []string{"", "\"", "\t{", "\xff", "\n", "'"}
	for name, text := range stores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeProject(t, fourStores, stores)
			for i := range len(text) {
				writeFile(t, dir, name, text[:i])
				checkNoCanary(t, dir, "plan", "--log-level", "trace", "--format", []string{"text", "json"}[i%2])
				writeFile(t, dir, name, text[:i]+breaks[i%len(breaks)]+text[i:])
				checkNoCanary(t, dir, "plan", "--log-level", "trace", "--format", []string{"text", "json"}[i/2%2])
				checkNoCanary(t, dir, "run", "--stack", []string{"yaml", "json", "dotenv", "directory"}[i%4], "--level", "NONE",
					"--log-level", "trace", "--mask", "--", "/bin/sh", "-c", "echo $A")
			}
		})
	}
}

// TestNoValueShowsOfVariableFiles does so with files that set variables.
func TestNoValueShowsOfVariableFiles(t *testing.T) {
	t.Parallel()
	const text = "password = \"canary\"\nhidden = \"canary-2\"\nlimited = [\"canary\"]\n"
	for _, name := range []string{"default.zsvars", "x.auto.zsvars"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeProject(t, plaintext, stores)
			for i := range len(text) {
				for _, broken := range []string{text[:i], text[:i] + []string{`"`, "["}[i%2] + text[i:]} {
					writeFile(t, dir, name, broken)
					checkNoCanary(t, dir, "validate", "--format", []string{"text", "json"}[i/2%2])
				}
			}
		})
	}
}

func checkNoCanary(t *testing.T, dir string, args ...string) {
	t.Helper()
	got := runIn(dir, withIdentity(), args)
	for _, stream := range []string{got.Stdout, got.Stderr} {
		if at := strings.Index(strings.ToLower(stream), "canary"); at >= 0 {
			t.Fatalf("zsv %s shows a secret: %s", strings.Join(args, " "), stream[max(at-300, 0):min(at+100, len(stream))])
		}
		if strings.Contains(stream, "Y2FuYXJ5") {
			t.Fatalf("zsv %s shows a secret in base64", strings.Join(args, " "))
		}
		if strings.Contains(stream, "AGE-SECRET-KEY") {
			t.Fatalf("zsv %s shows the identity", strings.Join(args, " "))
		}
		if strings.Contains(stream, "internal error") {
			t.Fatalf("zsv %s crashed: %s", strings.Join(args, " "), stream)
		}
	}
}

func writeProject(t *testing.T, source string, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, dir, "main.zsv.hcl", source)
	writeFile(t, dir, "values.zsvars", "password = \"canary\"\nlimited = 1\nundeclared = \"canary\"\n")
	for name, text := range files {
		writeFile(t, dir, name, text)
	}
	return dir
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(fmt.Errorf("cannot write %s: %w", name, err))
	}
}

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// withEncrypted has a store of each format that zsv writes, the encrypted one too, and an env that takes from them.
const withEncrypted = fourStores + `
provider "file" "encrypted" {}
provider "env" "ci" {}
stack "encrypted" {
  secrets    = provider.file.encrypted
  components = [component.a.b]
  env        = { TOKEN = "x-{{s.k}}", OTHER = "{{t.k}}" }
}
stack "ci" {
  secrets    = provider.env.ci
  components = [component.a.b]
  env        = { TOKEN = "x-{{s.k}}", OTHER = "{{t.k}}" }
}
`

// valueFiles are files that values are taken from, sound and broken ones.
var valueFiles = map[string]string{
	"values.yaml":    "s: {n: canary}\nt: {k: \"canary\\ncanary\"}\n",
	"broken.yaml":    "s: {n: canary\nt: [canary\n",
	"list.yaml":      "- canary\n",
	"deep.json":      `{"s": {"n": {"canary": "canary"}}}`,
	"broken.json":    `{"s": {"n": "canary`,
	"binary.yaml":    "s: {n: !!binary Y2FuYXJ5=}\n",
	"values.env":     "S_N=canary\nT_K='canary\ncanary'\n",
	"broken.env":     "S_N='canary\n",
	"keys.yaml":      "n: canary\nm: 'canary'\n",
	"value":          "canary\n",
	"invalid":        "canary\xff\x00",
	".zsv/other.age": "canary",
}

// writingCommands are those that take and hand over values.
func writingCommands(stack string) [][]string {
	all := [][]string{
		{"apply"},
		{"apply", "--auto-approve", "--from-env"},
		{"apply", "--auto-approve", "--partial", "--from-env", "--verbose"},
		{"apply", "--auto-approve", "--partial", "--set", "s.n=canary-set", "--set", "t.k=@value"},
		{"apply", "--auto-approve", "--partial", "--set", "s.n=@invalid", "--set", "t.k=@@canary"},
		{"apply", "--auto-approve", "--set", "canary"},
		{"apply", "--auto-approve", "--set", "s=canary"},
		{"apply", "--auto-approve", "--set", "x.y=canary"},
		{"apply", "--auto-approve", "--accept-recipient", "age1x", "--from-env"},
		{"stack", "register-secrets", stack},
		{"stack", "register-secrets", stack, "--from-env"},
		{"stack", "register-secrets", stack, "--values", "values.yaml", "--skip-existing"},
		{"secret", "create", "new", "--a=canary", "--b=@value", "--stack", stack},
		{"secret", "create", "new", "--a=@invalid", "--stack", stack},
		{"secret", "create", "new", "--a", "canary", "--stack", stack},
		{"secret", "create", "s", "--a=canary", "--stack", stack},
		{"secret", "create", "new", "--values", `{"a": "canary"`, "--stack", stack},
		{"secret", "create", "new", "--values", `{"a": ["canary"]}`, "--stack", stack},
		{"secret", "create", "new", "--values", "a: canary", "--stack", stack},
		{"secret", "update", "s", "--n=canary", "--remove-key", "k", "--stack", stack},
		{"secret", "update", "missing", "--n=canary", "--stack", stack},
		{"secret", "get", "s", "--stack", stack},
		{"secret", "get", "s", "k", "--stack", stack},
		{"secret", "get", "missing", "--reveal", "--stack", stack},
		{"secret", "list", "--stack", stack},
		{"secret", "rename", "s", "t", "--stack", stack},
		{"secret", "rename", "s", "u", "--stack", stack},
		{"secret", "delete", "s", "--stack", stack},
		{"secret", "export", "s", "--file", "out.yaml", "--stack", stack},
	}
	for _, name := range []string{"values.yaml", "broken.yaml", "list.yaml", "deep.json", "broken.json", "binary.yaml", "values.env",
		"broken.env", "value", "invalid"} {
		all = append(all, []string{"apply", "--auto-approve", "--partial", "--values", name},
			[]string{"secret", "create", "new", "--values", "@" + name, "--stack", stack})
	}
	return all
}

// TestNoValueShowsOfWriting takes values in every way and writes them to every store, in both formats and at the level of
// logs at which most is said.
func TestNoValueShowsOfWriting(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"yaml", "json", "dotenv", "directory", "encrypted", "ci"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			for i, command := range writingCommands(stack) {
				dir := writeProject(t, withEncrypted, stores)
				for name, text := range valueFiles {
					writeFile(t, dir, name, text)
				}
				if command[0] == "apply" {
					command = append(command, "--stack", stack)
				}
				if takesFormat(command) && i%2 == 1 {
					command = append(command, "--format", "json")
				}
				checkNoCanary(t, dir, append(command, "--log-level", "trace")...)
			}
		})
	}
}

// takesFormat says whether a command has --format.
func takesFormat(command []string) bool {
	return command[0] == "apply" || command[0] == "stack" || command[0] == "secret" && (command[1] == "get" || command[1] == "list")
}

// TestNoValueIsStoredInClear looks at what the encrypted store leaves in the directory.
func TestNoValueIsStoredInClear(t *testing.T) {
	t.Parallel()
	dir := writeProject(t, withEncrypted, nil)
	args := []string{"apply", "--auto-approve", "--stack", "encrypted", "--from-env", "--set", "s.n=canary"}
	if got := runIn(dir, append(canaryEnviron, "HOME="+t.TempDir()), args); got.Code != 0 {
		t.Fatalf("exit code %d: %s", got.Code, got.Stderr)
	}
	names, err := filepath.Glob(filepath.Join(dir, ".zsv", "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		if text, err := os.ReadFile(name); err != nil || strings.Contains(string(text), "canary") {
			t.Errorf("%s: %v, %q", name, err, text)
		}
	}
}

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
)

// secretCommands are all commands on secrets that show no value, right ones and wrong ones. Whatever could be a value holds
// the word canary.
var secretCommands = [][]string{
	{"list"}, {"get", "s"}, {"get", "s", "k"}, {"get", "s", "nowhere"}, {"get", "t"}, {"get", "u"}, {"get", "u", "k"}, {"get", "nowhere"},
	{"create", "s", "--k=canary"}, {"create", "new", "--k=canary", "--l=@-", "--m=@value.txt"}, {"update", "new", "--k=canary 2"},
	{"update", "new", "-r", "k"}, {"rename", "new", "newer"}, {"delete", "newer", "--yes"}, {"delete", "s"},
	{"create", "t", "--k=canary"}, {"update", "t", "--k=canary"}, {"update", "nowhere", "--k=canary"},
	{"create", "new2", "--values", `{"k": "canary"}`}, {"create", "new3", "--values", "value.yaml"}, {"delete", "new2", "-y"}, {"delete", "new3", "-y"},
	// Slips of the pen.
	{"create", "x", "password=canary"}, {"update", "s", "--k=canary", "canary=canary"}, {"create", "x", "canary="}, {"create", "x", "canary=="},
	{"create", "x", "a canary=canary"},
	{"create", "x", "--k", "canary"}, {"create", "x", "-kcanary"}, {"create", "x", "-k", "canary"}, {"create", "x", "canary"},
	{"create", "x", "--set", "canary"}, {"create", "x", "--timeout=canary"}, {"create", "x", "--interactive=canary"}, {"create", "x", "--timeout", "canary"},
	{"create", "x", "--k=@canary"}, {"create", "x", "--k=@canary/../canary"}, {"create", "x", "--values", `{"k": "canary"`},
	{"create", "x", "--values", "k: [canary]"}, {"create", "x", "--values", "k: canary\nk: canary"}, {"create", "x", "--values", "broken.yaml"},
	{"create", "x", "--values", "broken.json"}, {"create", "x", "--values", "broken.env"}, {"create", "x", "--k=canary", "--k=canary"},
	{"create", "x", "--k=canary", "-i"}, {"create", "x", "--=canary"}, {"create", "x", "--k=canary", "--l"}, {"create", "x", "--k=canary", "--stack", "nowhere"},
	{"create", "x", "--k=canary\xff\x00"}, {"create", "x/../y", "--k=canary"}, {"create", "x//y", "--k=canary"}, {"create", "", "--k=canary"},
	{"create", "x", "--a/b=canary"}, {"create", "x", "--\x01=canary"}, {"update", "s", "--k=canary", "-r", "k"}, {"get", "s", "canary", "canary"},
	{"delete", "s", "canary"}, {"export", "s", "--as", "dotenv", "-f", "main.zsv.hcl"}, {"export", "t", "-f", "t.yaml"}, {"export", "s", "-f", "s.out", "--force"},
	{"create", "x", "--help", "--k=canary"}, {"crate", "x", "--k=canary"}, {"create", "x", "--", "--k=canary"},
}

// runSecret runs one command with values on standard input, and with or without terminals for what is shown.
func runSecret(dir string, onTerminal bool, args []string) outcome {
	var stdout, stderr bytes.Buffer
	shown := terminal.Terminal{Is: onTerminal, Width: 80}
	process := &cli.Process{Args: args, Stdin: strings.NewReader("canary"), Stdout: &stdout, Stderr: &stderr, Dir: dir,
		Environ: canaryEnviron, StdoutTerminal: shown, StderrTerminal: shown}
	code := process.Main()
	return outcome{stdout.String(), stderr.String(), code}
}

// TestNoValueOfASecretShows runs every command on every kind of store, in each format and at each log level.
func TestNoValueOfASecretShows(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"yaml", "json", "dotenv", "directory", "ci", "vault"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"value.txt": "canary\n", "value.yaml": "k: canary\n", "broken.yaml": "k: 'canary\n",
				"broken.json": `{"k": "canary`, "broken.env": "K='canary\n"}
			for name, text := range stores {
				files[name] = text
			}
			dir := writeProject(t, fourStores+withEnvAndVault, files)
			for i, command := range secretCommands {
				for _, option := range []string{"--format=json", "--log-level=trace", "--log-level=debug"} {
					args := append([]string{"secret", command[0], option, "--stack=" + stack, "--timeout=2s"}, command[1:]...)
					checkNoCanaryIn(t, args, runSecret(dir, i%2 == 0, args))
				}
			}
		})
	}
}

const withEnvAndVault = `
provider "env" "ci" {}
provider "vault" "main" {}
stack "ci" {
  secrets    = provider.env.ci
  components = [component.a.b]
}
stack "vault" {
  secrets    = provider.vault.main
  components = [component.a.b]
}
`

func checkNoCanaryIn(t *testing.T, args []string, got outcome) {
	t.Helper()
	for _, stream := range []string{got.Stdout, got.Stderr} {
		if at := strings.Index(strings.ToLower(stream), "canary"); at >= 0 {
			t.Errorf("zsv %q shows a value: %s", args, stream[max(at-300, 0):min(at+100, len(stream))])
		}
		if strings.Contains(stream, "Y2FuYXJ5") || strings.Contains(stream, "internal error") {
			t.Errorf("zsv %q: %s", args, stream)
		}
	}
}

// TestNoValueShowsOfStoresThatBreak cuts each secrets file off at each of its bytes, and then wants its values.
func TestNoValueShowsOfStoresThatBreak(t *testing.T) {
	t.Parallel()
	for stack, file := range map[string]string{"yaml": "secrets.yaml", "json": "secrets.json", "dotenv": "secrets.env"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			dir := writeProject(t, fourStores, stores)
			for i := range len(stores[file]) {
				writeFile(t, dir, file, stores[file][:i])
				commands := [][]string{{"get", "nowhere", "--reveal"}, {"get", "s", "nowhere", "--reveal"}, {"get", "u", "nowhere", "--reveal"},
					{"list"}, {"get", "s"}, {"update", "s", "--new=canary"}, {"export", "s", "-f", "out", "--force"}}
				args := append([]string{"secret", "--stack", stack, "--log-level", "trace"}, commands[i%len(commands)]...)
				checkNoCanaryIn(t, args, runSecret(dir, i%2 == 0, args))
			}
		})
	}
}

// What is exported to a file is nowhere else, and the file is its owner's.
func TestExportedValuesAreInTheFileAlone(t *testing.T) {
	t.Parallel()
	dir := writeProject(t, `provider "file" "local" { path = "secrets.json" }`+"\n", map[string]string{"secrets.json": `{"s": {"k": "canary"}}`})
	args := []string{"secret", "export", "s", "-f", "s.yaml", "--log-level", "trace"}
	got := runSecret(dir, true, args)
	checkNoCanaryIn(t, args, got)
	path := filepath.Join(dir, "s.yaml")
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "k: \"canary\"\n" || got.Code != 0 {
		t.Errorf("exit code %d, the file is %q, %v", got.Code, text, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 && filepath.Separator == '/' {
		t.Errorf("the file can be read by others: %v, %v", info.Mode(), err)
	}
}

// TestNoValueShowsWhereTheStoreIsNotKnown runs commands in a configuration that is full of mistakes, which are shown then.
func TestNoValueShowsWhereTheStoreIsNotKnown(t *testing.T) {
	t.Parallel()
	dir := writeProject(t, plaintext+"secret \"lost\" { path = = \"canary\" }\n", stores)
	for i, command := range [][]string{{"get", "s"}, {"list"}, {"get", "u"}, {"get", "lost"}, {"create", "u", "--k=canary"}, {"rename", "s", "u"},
		{"delete", "s", "-y"}, {"rename", "s", "v", "--provider", "file.json"}, {"delete", "v", "-y", "--provider", "file.json"}} {
		for _, option := range []string{"--format=json", "--log-level=trace", "--color=always"} {
			args := append([]string{"secret", command[0], option}, command[1:]...)
			checkNoCanaryIn(t, args, runSecret(dir, i%2 == 0, args))
		}
	}
}

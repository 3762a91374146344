package cli

import (
	"bytes"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// wordsOfTheUser are the flags and arguments for which nothing can be offered, with the reason.
var wordsOfTheUser = map[string]string{
	"--accept-recipient": "a public key comes from the one who has it",
	"--drop-recipient":   "who is shut out is not named by the configuration, but by the store",
	"--argument":         "which arguments there are depends on the provider's type, which says what is wrong with them",
	"--address-argument": "as --argument",
	"--path-argument":    "as --argument",
	"--run":              "the names of cases are many, and a part of one will do",
	"--type":             "the type is the author's own",
	"--name":             "what a stack is called here is up to the user",
}

// begun are what stands on a command line that flags depend on: the secret whose keys are offered, and the like.
var begun = map[string][]string{
	"secret create": {"mlflow"},
	"secret update": {"mlflow"},
	"component add": {"experiment_tracker", "mlflow", "--flavor", "mlflow"},
}

// completedConfiguration is what completions are tried in. The store is one that must not be asked.
const completedConfiguration = `
variable "env" { default = "dev" }

provider "vault" "main" { address = "ADDRESS" }

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_password = "{{mlflow.password}}"
}

component "orchestrator" "k8s" { flavor = "kubernetes" }

stack "prod" {
  secrets    = provider.vault.main
  components = [component.experiment_tracker.mlflow]
}
`

// Every flag and argument of every command has a completion: one that takes an enumerated value offers all of them, one
// that takes a file is completed by the shell, and no other is. No completion asks a store, writes, or tells of anything.
func TestEveryFlagAndArgumentIsCompleted(t *testing.T) {
	t.Parallel()
	c := newCompleting(t)
	root := newInvocation(&Process{}).rootCommand()
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Hidden || cmd.Name() == "help" {
			return
		}
		path := strings.Fields(cmd.CommandPath())[1:]
		cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			if flag.NoOptDefVal == "" && !flag.Hidden {
				t.Run(strings.Join(path, " ")+" --"+flag.Name, func(t *testing.T) { c.checkFlag(t, path, flag) })
			}
		})
		t.Run(cmd.CommandPath(), func(t *testing.T) { c.checkArgument(t, path, cmd) })
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
	c.checkUntouched(t)
}

// completing is a configuration to complete in.
type completing struct {
	dir    string
	store  string
	before map[string]string
	asked  chan string
}

func newCompleting(t *testing.T) *completing {
	t.Helper()
	store, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	c := &completing{dir: t.TempDir(), store: "http://" + store.Addr().String(), asked: make(chan string, 1)}
	go func() {
		if connection, err := store.Accept(); err == nil {
			_ = connection.Close()
			c.asked <- connection.RemoteAddr().String()
		}
	}()
	for name, text := range map[string]string{
		"main.zsv.hcl": strings.ReplaceAll(completedConfiguration, "ADDRESS", c.store),
		"a.zsvars":     "", "b.zsvplan": "", "below/c.json": "", "mlflow.password": "",
	} {
		file := filepath.Join(c.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c.before = filesIn(t, c.dir)
	return c
}

// filesIn returns the files below a directory with their contents.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			files[path] = "a directory"
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// checkUntouched demands that completion left no traces.
func (c *completing) checkUntouched(t *testing.T) {
	t.Helper()
	if diff := cmp.Diff(c.before, filesIn(t, c.dir)); diff != "" {
		t.Errorf("completion changed files:\n%s", diff)
	}
	select {
	case by := <-c.asked:
		t.Errorf("completion asked the store, from %s", by)
	default:
	}
}

// complete returns what is offered for the last of the arguments, without descriptions.
func (c *completing) complete(t *testing.T, args ...string) ([]string, cobra.ShellCompDirective) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &Process{Args: append([]string{cobra.ShellCompRequestCmd}, args...), Stdin: new(forbidden), Stdout: &stdout, Stderr: &stderr,
		Environ: []string{"VAULT_ADDR=" + c.store, "VAULT_TOKEN=token", "HOME=" + c.dir, "PATH=" + c.dir}, Dir: c.dir}
	if code := p.Main(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if told := strings.Count(stderr.String(), "\n"); told != 1 || !strings.HasPrefix(stderr.String(), "Completion ended with") {
		t.Errorf("standard error has %q", &stderr)
	}
	lines := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
	last := len(lines) - 1
	directive, err := strconv.Atoi(strings.TrimPrefix(lines[last], ":"))
	if err != nil {
		t.Fatalf("the last line is %q", lines[last])
	}
	for i, line := range lines {
		lines[i], _, _ = strings.Cut(line, "\t")
	}
	return lines[:last], cobra.ShellCompDirective(directive)
}

// forbidden is a standard input that must not be read.
type forbidden struct{}

func (*forbidden) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func (c *completing) checkFlag(t *testing.T, path []string, flag *pflag.Flag) {
	placeholder, usage := pflag.UnquoteUsage(flag)
	before := slices.Concat(path, begun[strings.Join(path, " ")])
	offered, directive := c.complete(t, append(before, "--"+flag.Name, "")...)
	values := listedValues(usage)
	for _, value := range values {
		if !slices.Contains(offered, value) {
			t.Errorf("%q is not offered, but %q: the usage says %q", value, offered, usage)
		}
	}
	switch reason := wordsOfTheUser["--"+flag.Name]; {
	case len(values) > 0:
		mustNotCompleteFiles(t, directive)
	case slices.Contains([]string{"FILE", "DIR", "MAP"}, placeholder):
		mustCompleteFiles(t, directive)
	case reason != "":
		mustNotCompleteFiles(t, directive)
	default:
		mustNotCompleteFiles(t, directive)
		if len(offered) == 0 {
			t.Error("nothing is offered: give it a completion in flagCompletions, or a reason in wordsOfTheUser")
		}
	}
}

// listedValues returns the values that a usage lists: "check at LEVEL: NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS".
func listedValues(usage string) []string {
	found := regexp.MustCompile(`(?:: |, WHEN: )([\w-]+(?:, [\w-]+)*(?: or [\w-]+)?)(?:$|;| \()`).FindStringSubmatch(usage)
	if found == nil {
		return nil
	}
	values := regexp.MustCompile(`, | or `).Split(found[1], -1)
	if len(values) == 1 {
		return nil
	}
	if strings.Contains(usage, "NAME=SEVERITY") { // which are offered once there is a rule
		return nil
	}
	return values
}

func (c *completing) checkArgument(t *testing.T, path []string, cmd *cobra.Command) {
	offered, directive := c.complete(t, append(slices.Clone(path), "")...)
	argument := argumentOf(cmd)
	switch {
	case cmd.HasSubCommands():
		mustNotCompleteFiles(t, directive)
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() && !slices.Contains(offered, sub.Name()) {
				t.Errorf("the command %s is not offered, but %q", sub.Name(), offered)
			}
		}
	case argument == "":
		mustNotCompleteFiles(t, directive)
		if len(offered) > 0 {
			t.Errorf("it takes no argument, and is offered %q", offered)
		}
	case regexp.MustCompile(`^(DIR|PATH|FILE|PLAN)`).MatchString(argument), cmd.CommandPath() == "zsv provider test":
		mustCompleteFiles(t, directive)
	default:
		mustNotCompleteFiles(t, directive)
		if len(offered) == 0 && wordsOfTheUser[strings.Join(path, " ")] == "" {
			t.Errorf("nothing is offered for %s: give it a completion, or a reason in wordsOfTheUser", argument)
		}
	}
}

func mustCompleteFiles(t *testing.T, directive cobra.ShellCompDirective) {
	t.Helper()
	if directive&cobra.ShellCompDirectiveNoFileComp != 0 {
		t.Errorf("it takes a file or a directory, but those are not offered: directive %d", directive)
	}
}

func mustNotCompleteFiles(t *testing.T, directive cobra.ShellCompDirective) {
	t.Helper()
	if directive&cobra.ShellCompDirectiveNoFileComp == 0 {
		t.Errorf("it takes no file, but shells would offer files: directive %d", directive)
	}
}

func TestEnumeratedValues(t *testing.T) {
	t.Parallel()
	for usage, want := range map[string][]string{
		"check at LEVEL: NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS":        {"NONE", "SECRET_EXISTS", "SECRET_AND_KEY_EXISTS"},
		"write the result as FORMAT[=FILE]: text, json; repeatable (default)": {"text", "json"},
		"colour the output WHEN: auto, always or never":                       {"auto", "always", "never"},
		"act as if zsv had been started in DIR":                               nil,
		"set a variable, NAME=VALUE; repeatable":                              nil,
	} {
		if diff := cmp.Diff(want, listedValues(usage)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", usage, diff)
		}
	}
}

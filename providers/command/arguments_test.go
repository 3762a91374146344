package command_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/command"
)

const withParameters = `
parameter "vault" { pattern = "ML|Dev" }
parameter "account" { default = "mine" }
check {
  run = ["/bin/sh", "-c", "echo \"{\\\"$1\\\":1,\\\"$2\\\":1}\"", "sh", "{vault}", "{account}", "{location}"]
}`

func TestArguments(t *testing.T) {
	t.Parallel()
	for block, want := range map[string]string{
		`arguments = { vault = "ML" }`:                  "ML mine",
		`arguments = { vault = "Dev", account = "x" }`:  "Dev x",
		`arguments = { vault = "Dev", account = null }`: "Dev mine",
		`arguments = { vault = "$(id)" }`: `allows the argument "vault" of the command "it" only what matches its ` +
			`pattern`,
		`arguments = { vault = "MLX" }`: `only what matches its pattern`,
		``:                              `The command "it" needs the argument "vault": arguments = { vault = "…" }.`,
		`arguments = { vault = "ML", acount = "x" }`:          `The command "it" takes no argument "acount". Did you mean "account"?`,
		`arguments = { vault = "ML", other = "x" }`:           `It takes "account" or "vault".`,
		`arguments = { vault = "ML", account = "-x" }`:        `the account \"-x\" begins with`,
		`arguments = { vault = "ML", account = "a\nb" }`:      "control character",
		`arguments = ["ML"]`:                                  `The argument "arguments" must be a map of string`,
		"arguments = { vault = \"ML\" }\nprefix = \"\\n\"":    `The argument "prefix" has no control characters.`,
		`arguments = { vault = "ML", account = "" }`:          `The argument "account" of the command "it" is empty.`,
		"arguments = { vault = \"ML\" }\nprefix = \"../\"":    `The argument "prefix" has a segment "." or ".."`,
		"arguments = { vault = \"ML\" }\nprefix = \"a/./b\"":  `The argument "prefix" has a segment "." or ".."`,
		"arguments = { vault = \"ML\" }\nprefix = \"..\\\\\"": `The argument "prefix" has a segment "." or ".."`,
		"arguments = { vault = \"ML\" }\nprefix = \"//\"":     `The argument "prefix" has two slashes in a row.`,
		"arguments = { vault = \"ML\" }\nprefix = \"a//b\"":   `The argument "prefix" has two slashes in a row.`,
		"arguments = { vault = \"ML\" }\nprefx = \"\"":        `Did you mean "prefix"?`,
	} {
		t.Run(block, func(t *testing.T) {
			t.Parallel()
			checker, diags := command.New(parse(t, "command = \"it\"\n"+block), nil, around(t, define(t, withParameters), nil))
			if diags.HasErrors() {
				if len(diags) != 1 || !strings.Contains(diags[0].Detail, want) || diags[0].Subject == nil {
					t.Errorf("got %v at %v, want %q", diags, diags[0].Subject, want)
				}
				return
			}
			keys := strings.Fields(want)
			answer := check(t, checker, providers.SecretAndKeyExists, "mlflow", keys...)
			if answer.Secret != providers.Present {
				if !strings.Contains(fmt.Sprintf("%q", answer.Detail), want) {
					t.Errorf("got %+v, want %q", answer, want)
				}
				return
			}
			for _, key := range keys {
				if answer.Keys[key].Status != providers.Present {
					t.Errorf("got %+v, want the keys %q", answer, keys)
				}
			}
		})
	}
}

func TestWithoutCommand(t *testing.T) {
	t.Parallel()
	_, diags := command.New(parse(t, ``), nil, around(t, define(t, withParameters), nil))
	if len(diags) != 1 || !strings.Contains(diags[0].Detail, `command = "it"`) || diags[0].Subject == nil {
		t.Errorf("%v", diags)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	p := newProvider(t, withParameters, "prefix = \"ml/\"\narguments = { vault = \"ML\" }", nil)
	if got := p.Describe(); got != "it, account mine, vault ML, prefix ml/" {
		t.Errorf("it is %q", got)
	}
	if got := fmt.Sprintf("%+v %#v %s", p, p, p); strings.Contains(got, "canary") || strings.Contains(got, "PATH") {
		t.Errorf("printed it is %s", got)
	}
}

// A command that the user has not defined is not run, and the report says what to add: a program that the project named is never
// proposed.
func TestUndefined(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ detail, advice string }{
		"itt":        {`does not define, so nothing was run; it defines "it"`, `run = ["PROGRAM", "--", "{location}"]`},
		"curl":       {`names the command "curl", which "/home/me/.config/zsv/config.hcl" does not define`, `parameter "vault" {}`},
		"op":         {`does not define`, `"op", "item", "get"`},
		"../main":    {`names the command "../main"`, "PROGRAM"},
		`x" { run =`: {`names the command "x\" { run ="`, `command "x\" { run =" {`},
	} {
		block := fmt.Sprintf("command = %q\narguments = { vault = \"ML\" }", name)
		checker, diags := command.New(parse(t, block), nil, around(t, define(t, withParameters), nil))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		answer := check(t, checker, providers.SecretAndKeyExists, "mlflow", "k")
		advice := strings.Join(answer.Advice, "\n")
		if answer.Secret != providers.Unverified || answer.Reason != providers.Untrusted || !strings.Contains(answer.Detail,
			want.detail) ||
			!strings.Contains(advice, want.advice) || strings.Contains(advice, `"curl",`) {
			t.Errorf("%s: %+v", name, answer)
		}
		if strings.ContainsAny(strings.Join(answer.Advice, ""), "\n\t") || !strings.HasPrefix(advice,
			"if it may ask your stores, add to ") {
			t.Errorf("%s: the advice is %q", name, answer.Advice)
		}
		wantRefused(t, checker, providers.Untrusted)
	}
}

// wantRefused demands that no power of a checker does anything.
func wantRefused(t *testing.T, checker providers.Checker, reason providers.Reason) {
	t.Helper()
	_, listErr := checker.(providers.Lister).List(t.Context())
	_, keysErr := checker.(providers.KeyLister).ListKeys(t.Context(), "mlflow")
	fetchErr := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "mlflow"}}, nil)
	for _, err := range []error{listErr, keysErr, fetchErr} {
		if got, _ := providers.ReasonOf(err); err == nil || got != reason {
			t.Errorf("the error is %v, want the reason %s", err, reason)
		}
	}
	if requests := checker.(providers.Counter).Requests(); requests != 0 {
		t.Errorf("%d programs were run", requests)
	}
}

// Of a file that cannot be read nobody knows what it defines: what to add to it would be no advice.
func TestUnreadConfiguration(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "config.hcl"), []byte("command \"it\" {}\ncommand \"op\" {"), 0o600); err != nil {
		t.Fatal(err)
	}
	user, userDiags := config.LoadUser(directory, "config.hcl", true)
	if len(userDiags) == 0 {
		t.Fatal("the file has no error")
	}
	checker, diags := command.New(parse(t, `command = "it"`), nil, around(t, user.Commands, nil))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	answer := check(t, checker, providers.SecretExists, "mlflow")
	if answer.Reason != providers.Invalid || answer.Advice != nil || !strings.Contains(answer.Detail, "config.hcl\" has an error") {
		t.Errorf("%+v", answer)
	}
	wantRefused(t, checker, providers.Invalid)
}

// A definition with an error in it is not run.
func TestBrokenDefinition(t *testing.T) {
	t.Parallel()
	var commands providers.Commands
	commands.Add(&commandline.Command{Name: "it", Broken: true})
	checker, diags := command.New(parse(t, "command = \"it\"\narguments = { any = \"x\" }"), nil, around(t, commands, nil))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if answer := check(t, checker, providers.SecretExists, "mlflow"); answer.Reason != providers.Invalid ||
		!strings.Contains(answer.Detail, "has an error, so nothing was run") {
		t.Errorf("%+v", answer)
	}
	wantRefused(t, checker, providers.Invalid)
}

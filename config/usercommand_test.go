package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/commandline"
)

const wholeCommand = `
command "op" {
  fetch {} # stands for check, which comes later

  environment = ["OP_*"]
  locations   = "[a-z/]+"
  timeout     = "1m30s"
  show_stderr = true

  parameter "vault" {
    default = "ML"
    pattern = "ML|Dev"
  }
  parameter "account" {}

  check {
    run          = ["op", "item", "get", "--vault", "{vault}", "{account}", "--", "{location}"]
    reads_values = true
    secret { name = "title" }
    keys {
      list  = "fields"
      name  = "label"
      value = "value"
    }
    keys {
      object   = "login.data"
      optional = true
    }
  }
  list {
    run    = ["~/bin/op", "item", "list"]
    output = "lines"
    lines  = "(?P<location>.*)/(?P<key>[^/]*)"
  }
  missing { stderr = "isn't an item" }
  missing {
    exit_codes = [4]
    stdout     = "^$"
  }
  failure "unauthenticated" {
    stderr = "not signed in"
    detail = "sign in: eval $(op signin)"
  }
}
`

func TestUserCommand(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"config.hcl": wholeCommand})
	user, diags := config.LoadUser(dir, "config.hcl", true)
	for _, d := range diags {
		t.Error(describe(d))
	}
	c := user.Commands.Named("op")
	if c == nil || c.Check == nil || c.List == nil || len(c.Missing) != 2 || len(c.Failures) != 1 {
		t.Fatalf("the command is %+v", c)
	}
	if c.Fetch != c.Check {
		t.Error("an empty block fetch does not stand for check")
	}
	if c.Name != "op" || c.Timeout != 90*time.Second || !c.ShowStderr || c.Broken || !cmp.Equal(c.Environment, []string{"OP_*"}) {
		t.Errorf("the command is %+v", c)
	}
	if !c.Locations.MatchString("a/b") || c.Locations.MatchString("a/b-") {
		t.Error("locations are not matched as a whole")
	}
	vault, account := c.Parameters["vault"], c.Parameters["account"]
	if *vault.Default != "ML" || !vault.Pattern.MatchString("Dev") || vault.Pattern.MatchString("MLX") || account.Default != nil {
		t.Errorf("the parameters are %v", c.Parameters)
	}
	line, err := c.Check.Fill(map[string]string{"location": "-x", "vault": "ML", "account": "me"}, strings.TrimSpace)
	if diff := cmp.Diff([]string{"op", "item", "get", "--vault", "ML", "me", "--", "-x"}, line); diff != "" || err != nil {
		t.Errorf("the command line (-want +got), %v:\n%s", err, diff)
	}
	fields := []commandline.Keys{
		{List: &commandline.Path{"fields"}, Name: &commandline.Path{"label"}, Value: &commandline.Path{"value"}},
		{Object: &commandline.Path{"login", "data"}, Optional: true},
	}
	if diff := cmp.Diff(fields, c.Check.Keys); diff != "" || (*c.Check.Secret.Name)[0] != "title" || !*c.Check.ReadsValues {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if c.Check.Output != commandline.JSON || c.List.Output != commandline.Lines || c.List.ReadsValues != nil {
		t.Errorf("the outputs are %s and %s", c.Check.Output, c.List.Output)
	}
	if groups := c.List.Lines.FindStringSubmatch("a/b"); len(groups) != 3 || groups[c.List.Lines.SubexpIndex("key")] != "b" {
		t.Errorf("the groups of a line are %q", groups)
	}
	if failure := c.Failures[0]; failure.Reason != "unauthenticated" || failure.Detail == "" || failure.Stderr == nil {
		t.Errorf("the failure is %+v", failure)
	}
}

func TestUserCommandMistakes(t *testing.T) {
	t.Parallel()
	const run = `run = ["op", "{location}"]`
	for name, test := range map[string]struct{ source, want string }{
		"no label": {"command {\ncheck { " + run + " }\n}", "has one label"},
		"twice": {"command \"a\" {\ncheck { " + run + " }\n}\ncommand \"a\" {}",
			`There is a block command "a" already`},
		"no check":              {`command "a" {}`, "has no block check"},
		"check twice":           {body("check { " + run + " }\ncheck { " + run + " }"), "has a block check already"},
		"a typo":                {body("chek { " + run + " }\ncheck { " + run + " }"), `Did you mean "check"?`},
		"a typo in an argument": {body("check { " + run + " }\nenvironmnt = []"), `Did you mean "environment"?`},
		"a typo within":         {body("check {\n" + run + "\nreads_value = true\n}"), `Did you mean "reads_values"?`},
		"a block too deep": {body("check {\n" + run + "\nkeys {\nobject = \".\"\nx {}\n}\n}"),
			`A keys block has no blocks of type "x".`},
		"a label too much":   {body("check \"x\" { " + run + " }"), "written check { … }"},
		"no run":             {body(`check { output = "json" }`), "has run: the program"},
		"a line for a shell": {body(`check { run = "op {location}" }`), "There is no shell"},
		"nothing to run":     {body(`check { run = [] }`), "There is no shell"},
		"a placeholder's typo": {body(`check { run = ["op", "{locaton}"] }`), `no placeholder "{locaton}" here. Did you mean ` +
			`"{location}"?`},
		"no such parameter": {body(`check { run = ["op", "{vault}", "{location}"] }`), `no placeholder "{vault}" here. Write ` +
			`"{key}" or "{location}".`},
		"the program's name": {body(`check { run = ["{location}"] }`), "a configuration would choose what is run"},
		"a relative program": {body(`check { run = ["bin/op", "{location}"] }`), `an absolute path: not "bin/op"`},
		"an output's typo":   {body("check {\n" + run + "\noutput = \"jsn\"\n}"), `Did you mean "json"?`},
		"another's output": {body("check {\n" + run + "\noutput = \"text\"\n}"), `output takes one of "exit_code", "json" or ` +
			`"lines" here`},
		"one for all":           {body(`check { run = ["op"] }`), "has no {location}"},
		"a key in JSON":         {body(`check { run = ["op", "{location}", "{key}"] }`), `its output cannot be "json"`},
		"keys of an exit code":  {body("check {\n" + run + "\noutput = \"exit_code\"\nkeys { object = \".\" }\n}"), "are about JSON"},
		"lines of JSON":         {body("check {\n" + run + "\nlines = \"(?P<location>.)\"\n}"), "is about lines"},
		"lines without a group": {body("check {\n" + run + "\noutput = \"lines\"\nlines = \".*\"\n}"), "the group (?P<location>…)"},
		"an only key of JSON":   {body("check {\n" + run + "\nonly_key = \"x\"\n}"), "name no keys"},
		"an only key and {key}": {body("check {\nrun = [\"op\", \"{location}/{key}\"]\noutput = \"exit_code\"\nonly_key = \"x\"\n}"),
			"only_key is for secrets without them"},
		"no place of keys":    {body("check {\n" + run + "\nkeys {}\n}"), "has either object"},
		"two places of keys":  {body("check {\n" + run + "\nkeys {\nobject = \".\"\nlist = \".\"\n}\n}"), "has either object"},
		"names of an object":  {body("check {\n" + run + "\nkeys {\nobject = \".\"\nname = \"x\"\n}\n}"), "belong to list"},
		"values of no name":   {body("check {\n" + run + "\nkeys {\nlist = \".\"\nvalue = \"x\"\n}\n}"), "must be a name"},
		"no path":             {body("check {\n" + run + "\nkeys { object = \"a..b\" }\n}"), "takes a path in the output"},
		"no place of secrets": {body("check {\n" + run + "\nsecret {}\n}"), "says where secrets are"},
		"a list for a secret": {body("check { " + run + " }\nlist {\nrun = [\"op\", \"{location}\"]\noutput = \"lines\"\n}"),
			"names all secrets"},
		"a list of nothing": {body("check { " + run + " }\nlist { run = [\"op\"] }"), "says where the names are"},
		"a list with keys": {body("check { " + run + " }\nlist {\nrun = [\"op\"]\nsecret { list = \".\" }\nkeys { object = \".\" }\n}"),
			"not their keys"},
		"fetch of an exit code": {body("check {\n" + run + "\noutput = \"exit_code\"\n}\nfetch {}"), `its output is "exit_code"`},
		"fetch of all": {body("check { " + run + " }\nfetch {\n" + run + "\noutput = \"text\"\n}"),
			"has {key}, or only_key"},
		"fetch of names": {body("check { " + run + " }\nfetch {\n" + run + "\nkeys {\nlist = \".\"\nname = \"x\"\n}\n}"),
			"has a name and a value"},
		"a reading fetch": {body("check { " + run + " }\nfetch {\n" + run + "\nreads_values = true\n}"),
			`no argument "reads_values"`},
		"everything is missing": {body("check { " + run + " }\nmissing {}"), "says how the program ends"},
		"an expression":         {body("check { " + run + " }\nmissing { stderr = \"(\" }"), "this is none: missing closing )"},
		"a bracket of ours":     {body("check { " + run + " }\nlocations = \"a)|(b\""), "this is none: unexpected )"},
		"an exit code":          {body("check { " + run + " }\nmissing { exit_codes = [256] }"), "numbers from 0 to 255"},
		"exit codes":            {body("check { " + run + " }\nmissing { exit_codes = [\"x\"] }"), "a list of exit codes"},
		"a reason": {body("check { " + run + " }\nfailure \"unauthenticatd\" { stderr = \"x\" }"),
			`Did you mean "unauthenticated"?`},
		"a duration":               {body("check { " + run + " }\ntimeout = \"10 s\""), "takes a duration"},
		"truth":                    {body("check { " + run + " }\nshow_stderr = \"maybe\""), "takes true or false"},
		"a parameter of all":       {body("check { " + run + " }\nparameter \"key\" {}"), "a placeholder {key} already"},
		"a parameter's name":       {body("check { " + run + " }\nparameter \"a b\" {}"), "The name of a parameter"},
		"a parameter without name": {body("check { " + run + " }\nparameter {}"), `written parameter "NAME" { … }`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeFiles(t, map[string]string{"config.hcl": test.source})
			user, diags := config.LoadUser(dir, "config.hcl", true)
			if len(diags) != 1 || !strings.Contains(describe(diags[0]), test.want) || diags[0].Range == nil {
				t.Errorf("want one diagnostic with %q", test.want)
				for _, d := range diags {
					t.Errorf("%s, at %v", describe(d), d.Range)
				}
			}
			if c := user.Commands.Named("a"); c != nil && !c.Broken && name != "twice" {
				t.Error("the command is not broken")
			}
		})
	}
}

// body returns a block command.
func body(source string) string { return "command \"a\" {\n" + source + "\n}\n" }

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/resolve"
)

// knownComponent is what ZenML says of a component.
type knownComponent struct {
	Type, Name, Flavor string
	Configuration      map[string]any
}

// Stacks of real ZenML with a component of every flavor of every type, exported by it, become configurations that hold what
// ZenML knows, attribute by attribute.
func TestImportOfEveryFlavor(t *testing.T) {
	t.Parallel()
	exports := exportEveryFlavor(t)
	types, flavors := map[string]bool{}, map[string]bool{}
	known := readKnown(t, filepath.Join(exports, "known.json"))
	for name, components := range known {
		for _, c := range components {
			types[c.Type], flavors[c.Type+" "+c.Flavor] = true, true
		}
		dir := t.TempDir()
		runImport(t, dir, nil, filepath.Join(exports, name+".yaml"), "--provider", "env.ci", "--rule", "plaintext-secret=off")
		checkImported(t, dir, name, components)
	}
	for _, kind := range resolve.ComponentTypes() {
		if !types[kind] {
			t.Errorf("no component of the type %s", kind)
		}
	}
	t.Logf("%d stacks, %d types, %d flavors", len(known), len(types), len(flavors))
}

// exportEveryFlavor has ZenML make the stacks, in a database of its own, and export them. It returns the directory of the
// exports.
func exportEveryFlavor(t *testing.T) string {
	t.Helper()
	exports, home := t.TempDir(), t.TempDir()
	cmd := exec.Command(zenmltest.Program(t, "python"), absolute(t, "testdata/zenml/everyflavor.py"), "every", exports)
	cmd.Dir = home
	cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "ZENML_CONFIG_PATH=" + home, "ZENML_ANALYTICS_OPT_IN=false",
		"ZENML_LOGGING_VERBOSITY=ERROR", "ZENML_ENABLE_RICH_TRACEBACK=false", "PYTHONDONTWRITEBYTECODE=1"}
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return exports
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func readKnown(t *testing.T, file string) map[string][]knownComponent {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var known map[string][]knownComponent
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&known); err != nil {
		t.Fatal(err)
	}
	return known
}

// checkImported demands that a configuration holds a stack as ZenML knows it, and nothing else.
func checkImported(t *testing.T, dir, name string, known []knownComponent) {
	t.Helper()
	cfg := loadImported(t, dir)
	if len(cfg.Stacks) != 1 || cfg.Stacks[0].Name != name || len(cfg.Stacks[0].Components) != len(known) ||
		len(cfg.Components) != len(known) {
		t.Errorf("%d components, and stacks %+v", len(cfg.Components), cfg.Stacks)
	}
	for _, want := range known {
		c := importedComponent(cfg, want)
		if c == nil || c.Flavor != want.Flavor {
			t.Errorf("%s: no component %s %s of the flavor %s", name, want.Type, want.Name, want.Flavor)
			continue
		}
		if diff := cmp.Diff(knownValues(want.Configuration), importedValues(c), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s %s (-known to ZenML +imported):\n%s", name, want.Type, want.Name, diff)
		}
	}
}

// runImport runs zsv import zenml, and demands that it does all it can, in the layout of zsv fmt.
func runImport(t *testing.T, dir string, environ []string, args ...string) (stdout string) {
	t.Helper()
	run := func(args ...string) string {
		cmd := exec.Command("zsv", args...)
		cmd.Dir, cmd.Env = dir, slices.Concat(environ, []string{"HOME=" + dir})
		var out, said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &said
		if err := cmd.Run(); err != nil {
			t.Fatalf("zsv %s: %v\n%s%s", strings.Join(args, " "), err, &out, &said)
		}
		return out.String()
	}
	stdout = run(append([]string{"import", "zenml", "--strict"}, args...)...)
	run("fmt", "--check")
	return stdout
}

func loadImported(t *testing.T, dir string) *config.Config {
	t.Helper()
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
	if diags.HasErrors() {
		t.Fatalf("the imported configuration has errors: %v", diags)
	}
	return cfg
}

func importedComponent(cfg *config.Config, want knownComponent) *config.Component {
	i := slices.IndexFunc(cfg.Components, func(c config.Component) bool {
		return c.Addr == config.ComponentAddr{Type: want.Type, Name: want.Name}
	})
	if i < 0 {
		return nil
	}
	return &cfg.Components[i]
}

// importedValues are the values of a component by their paths.
func importedValues(c *config.Component) map[string]string {
	all := map[string]string{}
	for _, v := range c.Values {
		kind := "text"
		switch {
		case v.Bool:
			kind = "bool"
		case v.Scalar:
			kind = "number"
		}
		all[v.Attribute] = kind + " " + v.Text
	}
	return all
}

// knownValues are the same of what ZenML knows. Null is unset.
func knownValues(configuration map[string]any) map[string]string {
	all := map[string]string{}
	for name, value := range configuration {
		addKnown(all, name, value)
	}
	return all
}

func addKnown(all map[string]string, path string, value any) {
	switch value := value.(type) {
	case string:
		all[path] = "text " + value
	case bool:
		all[path] = fmt.Sprintf("bool %t", value)
	case json.Number:
		all[path] = "number " + plainNumber(value.String())
	case []any:
		for i, element := range value {
			addKnown(all, fmt.Sprintf("%s[%d]", path, i), element)
		}
	case map[string]any:
		for name, member := range value {
			if hclsyntax.ValidIdentifier(name) {
				addKnown(all, path+"."+name, member)
			} else {
				addKnown(all, path+"["+strconv.Quote(name)+"]", member)
			}
		}
	}
}

// plainNumber writes a number as an environment variable has it: 1.0 as 1.
func plainNumber(text string) string {
	if whole, fraction, ok := strings.Cut(text, "."); ok && strings.Trim(fraction, "0") == "" {
		return whole
	}
	return text
}

// serverStack is a stack that refers to two secrets, and has one in plain text.
func serverStack(name, aws, slack string) []zenmltest.Component {
	return []zenmltest.Component{
		{Name: name, Type: "orchestrator", Flavor: "kubernetes", Configuration: map[string]any{"kubernetes_context": "ctx"}},
		{Name: name, Type: "artifact_store", Flavor: "s3", Configuration: map[string]any{"path": "s3://bucket",
			"key": "{{" + aws + ".key}}", "secret": "{{" + aws + ".secret}}",
			"client_kwargs": map[string]any{"endpoint_url": "https://s3.example.com", "retries": 3, "ratio": 0.5}}},
		{Name: name, Type: "experiment_tracker", Flavor: "wandb", Configuration: map[string]any{"api_key": "canary"}},
		{Name: name, Type: "alerter", Flavor: "slack", Configuration: map[string]any{"slack_token": "{{" + slack + ".token}}"}},
	}
}

// A stack on a real server is the same from a file that ZenML's own tool exported, and from the server itself; a secret in
// plain text gets into neither, and the plan says what is missing.
func TestImportFromServer(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	name := zenmltest.Unique("stack")
	aws, slack := zenmltest.Unique("aws"), zenmltest.Unique("slack")
	server.Stack(t, name, serverStack(name, aws, slack)...)
	export := filepath.Join(t.TempDir(), "exported.yaml")
	server.Zenml(t, "stack", "export", name, export)
	server.Create(t, server.APIKey, zenmltest.Secret{Name: aws, Private: true, Values: map[string]string{"key": "canary"}})
	environ := server.Environ(server.APIKey)

	var texts []string
	for _, argument := range []string{export, name} {
		dir := t.TempDir()
		stdout := runImport(t, dir, environ, argument)
		if want := "experiment_tracker." + name + ".api_key"; !strings.Contains(stdout, want) || strings.Contains(stdout, "canary") {
			t.Errorf("%s: it does not say that %s was in plain text, or shows it:\n%s", argument, want, stdout)
		}
		text, err := os.ReadFile(filepath.Join(dir, name+".zsv.hcl"))
		if err != nil || bytes.Contains(text, []byte("canary")) {
			t.Errorf("%s: error %v, or a secret in plain text", argument, err)
		}
		_, body, _ := strings.Cut(string(text), "\n") // behind the comment, which has the version that a file names
		texts = append(texts, body)
		got := planImported(t, dir, environ)
		want := map[string]string{aws + ".key": "present", aws + ".secret": "missing_key", slack + ".token": "missing_secret",
			name + ".api_key": "missing_secret"}
		if diff := cmp.Diff(want, got.verdicts()); diff != "" || got.code != 2 {
			t.Errorf("%s: exit code %d, verdicts (-want +got):\n%s", argument, got.code, diff)
		}
	}
	if diff := cmp.Diff(sortedLines(texts[0]), sortedLines(texts[1])); diff != "" {
		t.Errorf("HCL (-of the file +from the server):\n%s", diff)
	}
}

// sortedLines is a text whose order does not matter.
func sortedLines(text string) []string { return slices.Sorted(strings.Lines(text)) }

func planImported(t *testing.T, dir string, environ []string) planned {
	t.Helper()
	stdout, code := runVaultZSV(t, dir, environ, "plan", "--format", "json")
	got := planned{code: code}
	if err := json.Unmarshal(stdout, &got.Report); err != nil {
		t.Fatalf("no report: %v\n%s", err, stdout)
	}
	return got
}

// What the server does not give: a name that another stack's contains, a wrong key, nobody there, no server named.
func TestImportThatTheServerRefuses(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	for name, tt := range map[string]struct {
		environ  []string
		argument string
		code     int
		says     string
	}{
		"no such stack": {server.Environ(server.APIKey), "defaul", 1, `has no stack "defaul", or does not show it to you. Did you mean "default"?`},
		"wrong key":     {server.Environ("ZENKEY_x"), "default", 3, "does not accept what ZENML_STORE_API_KEY says"},
		"no key":        {server.Environ(""), "default", 3, "there are no credentials for " + server.URL},
		"nobody there":  {[]string{"ZENML_STORE_URL=http://127.0.0.1:1", "ZENML_STORE_API_KEY=canary"}, "default", 3, "the connection was refused"},
		"no server":     {nil, "default", 3, "set ZENML_STORE_URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cmd := exec.Command("zsv", "import", "zenml", tt.argument)
			cmd.Dir, cmd.Env = dir, append(slices.Clone(tt.environ), "HOME="+dir)
			said, err := cmd.CombinedOutput()
			if code := exitCode(err); code != tt.code || !strings.Contains(string(said), tt.says) {
				t.Errorf("exit code %d, want %d and %q:\n%s", code, tt.code, tt.says, said)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "*.zsv.hcl")); len(left) > 0 || err != nil {
				t.Errorf("it left %q, error %v", left, err)
			}
		})
	}
}

package config_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// loadJSON loads a configuration of one file, main.zsv.json.
func loadJSON(t testing.TB, source string) (*config.Config, config.Diagnostics) {
	t.Helper()
	return config.Load(config.Options{WorkingDir: writeFiles(t, map[string]string{"main.zsv.json": source}), Dir: "."})
}

// A mistake in JSON is one diagnostic, at its place.
func TestJSONMistake(t *testing.T) {
	t.Parallel()
	tests := []struct{ source, want string }{
		{"", "1:1 Empty file"},
		{" \n", "1:1 Empty file"},
		{"{", "1:1 Unclosed bracket"},
		{"[", "1:1 Not a JSON object"},
		{"[{}]", "1:1 Not a JSON object"},
		{"}", "1:1 Not a JSON object"},
		{"null", "1:1 Not a JSON object"},
		{`"x"`, "1:1 Not a JSON object"},
		{`"x`, "1:1 Not a JSON object"},
		{`component "a" "b" {}`, "1:1 Not a JSON object"},
		{"{}}", "1:3 Text behind the end"},
		{"{} é{", "1:4 Text behind the end"},
		{"{,}", "1:2 Comma too many"},
		{`{"zsv": {},,,}`, "1:12 Comma too many"},
		{`{"zsv": {},}`, "1:11 Trailing comma"},
		{`{"zsv"}`, "1:7 Missing colon"},
		{`{"zsv": }`, "1:9 Missing JSON value"},
		{`{"zsv" = {}}`, "1:8 Missing colon"},
		{`{"zsv": {} "locals": {}}`, "1:11 Missing comma"},
		{`{"//": "é` + "\u0301" + `", 'zsv': {}}`, "1:13 Wrong quotes"},
		{"{zsv: {}}", "1:2 Name without quotes"},
		{"{{a.b}}", "1:1 Misquoted reference"},
		{"{\"zsv\": {}}\n// a comment", "2:1 Comment in JSON"},
		{"/* a\ncomment */ {}", "1:1 Comment in JSON"},
		{`{"zsv": tru "locals": {}}`, "1:9 Invalid JSON keyword"},
		{`{"zsv" "locals": {}}`, "1:7 Missing colon"},
		{`{"component": {"a": {"b": {"x": 1,`, "1:27 Unclosed bracket"},
		{`{"component": {"a": {"b": `, "1:26 Missing JSON value"},
		{`{"component": {"a": {"b"`, "1:25 Missing colon"},
		{`{"component": {"a": {"b": {"x": "y}}}}`, "1:33 Missing quote"},
		{`{"component": {}}`, "1:15 Missing block label"},
		{`{"component": {"a": 1}}`, "1:21 Incorrect JSON value type"},
		{`{"component": {"a": {"b": 1}}}`, "1:27 Incorrect JSON value type"},
		{`{"component": {"a": [[]]}}`, "1:22 Incorrect JSON value type"},
		{`{"component": {"a": {"b": {}, "b": {}}}}`, "1:31 Duplicate block"},
		{`{"locals": {"x": 1, "x": 2}}`, "1:21 Duplicate argument"},
		{`{"stack": {"s": {"env": {}, "env": {}}}}`, "1:29 Duplicate attribute definition"},
		{`{"zsv": {}, "zsv": {}}`, "1:20 Duplicate zsv block"},
	}
	for _, test := range tests {
		t.Run(test.source, func(t *testing.T) {
			t.Parallel()
			_, diags := loadJSON(t, test.source)
			checkOnly(t, diags, test.want)
		})
	}
}

// A mistake in a block costs that block only.
func TestJSONMistakeInBlock(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, want string }{
		{"{{a.b}}", "14 Misquoted reference"},
		{"{a.b}", "14 Misquoted reference"},
		{"canary", "14 Invalid JSON keyword"},
		{"NaN", "14 Invalid JSON keyword"},
		{"True", "14 Invalid JSON keyword"},
		{"https://x.y/z", "14 Invalid JSON keyword"},
		{"01", "14 Invalid number"},
		{"'a'", "14 Wrong quotes"},
		{"“a”", "14 Wrong quotes"},
		{"\u00a01", "14 Invisible character"},
		{"= 1", "14 Unexpected equals sign"},
		{`"a`, "14 Missing quote"},
		{`"a\"`, "14 Missing quote"},
		{`"a\x"`, "16 Invalid escape sequence"},
		{`"e` + "\u0301" + `\u12"`, "16 Invalid escape sequence"},
		{"\"a\tb\"", "16 Control character in text"},
		{"\"a\u0600\"", "16 Unreadable character"},
		{`"a" "b"`, "17 Missing comma"},
		{`"a" "y": 1`, "17 Missing comma"},
		{`"a", "y" 1`, "22 Missing colon"},
		{`"a", y: 1`, "19 Name without quotes"},
		{`"a", {}`, "19 Unexpected bracket"},
		{`{"y": }`, "20 Missing JSON value"},
		{"[1 2]", "16 Missing comma"},
		{"[1: 2]", "16 Unexpected colon"},
		{"[,1]", "15 Comma too many"},
		{"[1,,2]", "17 Comma too many"},
		{"[1, 2", "14 Unclosed bracket"},
		{`{"y": 1`, "8 Unclosed bracket"},
		{"1]", "15 Bracket too many"},
	}
	for _, test := range tests {
		t.Run(test.value, func(t *testing.T) {
			t.Parallel()
			cfg, diags := loadJSON(t, inComponents(test.value))
			checkOnly(t, diags, "3:"+test.want)
			checkComponents(t, cfg, "component.a.z")
		})
	}
}

// What is harmless costs nothing.
func TestJSONHarmlessMistake(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"1,":                 "3:15 Trailing comma",
		"[1,]":               "3:16 Trailing comma",
		"1 /* é\u0301ö */":   "3:16 Comment in JSON",
		"1 // c\n":           "3:16 Comment in JSON",
		`1, "//": "comment"`: "",
	} {
		cfg, diags := loadJSON(t, inComponents(value))
		checkOnly(t, diags, want)
		checkComponents(t, cfg, "component.a.b", "component.a.z")
	}
}

func inComponents(value string) string {
	return "{\n \"component\": {\"a\": {\n  \"b\": {\"x\": " + value + "},\n  \"z\": {\"x\": \"{{z.k}}\"}\n }},\n" +
		" \"stack\": {\"s\": {\"components\": [\"component.a.b\", \"component.a.z\"]}}\n}\n"
}

func checkOnly(t *testing.T, diags config.Diagnostics, want string) {
	t.Helper()
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Range.Start.Line, d.Range.Start.Column, d.Summary))
		if strings.Contains(d.Detail, "canary") {
			t.Errorf("what may be a password is repeated: %s", d.Detail)
		}
	}
	if strings.Join(got, "\n") != want {
		t.Errorf("%q, wanted %q", got, want)
	}
}

func checkComponents(t *testing.T, cfg *config.Config, want ...string) {
	t.Helper()
	var got []string
	for _, c := range cfg.Components {
		got = append(got, c.Addr.String())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the components are %q, wanted %q", got, want)
	}
}

// Nothing is concluded from the absence of what is lost.
func TestJSONLost(t *testing.T) {
	t.Parallel()
	all := config.Lost{Providers: true, Stacks: true, Components: true, Variables: true, AnySecret: true}
	tests := map[string]struct {
		source string
		want   config.Lost
	}{
		"a stack":      {`{"stack": {"s": {"env": tru}}}`, config.Lost{Stacks: true}},
		"a secret":     {`{"secret": {"s": {"path": tru}}}`, config.Lost{Secrets: map[string]bool{"s": true}}},
		"some secret":  {`{"secret": {s: {}}}`, config.Lost{AnySecret: true}},
		"a type":       {`{"component": {a: {"b": {}}}}`, config.Lost{Components: true}},
		"a number":     {`{"provider": {"env": 1}}`, config.Lost{Providers: true}},
		"a name":       {`{stack: {"s": {}}}`, config.Lost{Stacks: true}},
		"a quote":      {`{'variable': {"s": {}}}`, config.Lost{Variables: true}},
		"the end":      {`{"provider": {}, "stack": {}, "component": {}, "variable": {}, "secret": {`, all},
		"what follows": {`{} {"provider": {}, "stack": {}, "component": {}, "variable": {}, "secret": {}}`, all},
		"a local":      {`{"locals": {"s": tru}}`, config.Lost{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, _ := loadJSON(t, test.source)
			if got, want := fmt.Sprint(cfg.Lost), fmt.Sprint(test.want); got != want {
				t.Errorf("%s is lost, wanted %s", got, want)
			}
		})
	}
}

// What refers to something that is lost is not wrong for that.
func TestJSONReferenceToLost(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{
		`"variable": {"v": {"type": strng}}, "locals": {"l": 'x'}, "provider": {"env": {"p": {x}}}, "component": {"a": {"b": {x}}}`,
		`"variable": {v: {}}, "locals": {l: 1}, "provider": {"env": {p: {}}}, "component": {"a": {b: {}}}`,
		`'variable': {}, 'locals': {}, 'provider': {}, 'component': {}`,
	} {
		dir := writeFiles(t, map[string]string{
			"main.zsv.json": "{" + broken + "}",
			"z.zsv.hcl": "component \"z\" \"z\" {\n x = [var.v, local.l]\n}\n" +
				"stack \"s\" {\n secrets = provider.env.p\n components = [component.a.b]\n}\n",
		})
		_, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
		for _, d := range diags {
			if d.Range.Filename != "main.zsv.json" || d.Rule != config.RuleSyntax {
				t.Errorf("%s: %s", broken, describe(d))
			}
		}
		if len(diags) != 4 {
			t.Errorf("%s: %v", broken, diags)
		}
	}
}

// In a file of variables too, a mistake costs one value.
func TestJSONVariableFile(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{
		"main.zsv.hcl":        "variable \"a\" {}\nvariable \"b\" {}\ncomponent \"c\" \"d\" {\n x = [var.a, var.b]\n}\n",
		"default.zsvars.json": `{"a": canary, "b": "{{b.k}}"}`,
	})
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
	checkOnly(t, diags, "1:7 Invalid JSON keyword")
	if values := cfg.Components[0].Values; len(values) != 1 || values[0].Text != "{{b.k}}" {
		t.Errorf("%v", values)
	}
}

// A loop in the block of a provider is bounded, when its factory evaluates it too.
func TestJSONProviderIsMetered(t *testing.T) {
	t.Parallel()
	cfg, _ := loadJSON(t, `{"provider": {"env": {"main": {
		"prefix": "${length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]])}",
		"list": ["${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]}"],
		"nested": {"x": {"deep": "${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]}"}}
	}}}}`)
	nested := hcl.BlockHeaderSchema{Type: "nested", LabelNames: []string{"name"}}
	schema := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{nested}}
	content, rest, diags := cfg.Providers[0].Body.PartialContent(schema)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	attributes, _ := rest.JustAttributes()
	for _, block := range content.Blocks {
		deep, _ := block.Body.JustAttributes()
		attributes["deep"] = deep["deep"]
	}
	if len(attributes) != 3 {
		t.Errorf("%d attributes", len(attributes))
	}
	for name, a := range attributes {
		_, diags := a.Expr.Value(cfg.Providers[0].Evaluation)
		if !diags.HasErrors() || diags[0].Summary != "Expression too large" {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// A file that ends too early has one mistake, wherever that is, and what comes before is read.
func TestCutJSON(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(filepath.Join("testdata", "json", "a.zsv.json"))
	if err != nil {
		t.Fatal(err)
	}
	whole = bytes.ReplaceAll(whole, []byte(`\u007b`), []byte("{")) // a brace that does not look like one
	end := bytes.LastIndexByte(whole, '}')
	for i := 0; i < end; i += 3 {
		cfg, diags := loadJSON(t, string(whole[:i]))
		syntax := slices.DeleteFunc(diags, func(d config.Diagnostic) bool { return d.Rule != config.RuleSyntax })
		if len(syntax) != 1 {
			t.Fatalf("%v in %s", syntax, whole[:i])
		}
		if i > bytes.Index(whole, []byte(`"orchestrator": [`)) && len(cfg.Components) == 0 {
			t.Fatalf("no component in %s", whole[:i])
		}
	}
}

// Files full of mistakes are read in time that grows with their size, and give no more than can be shown.
func TestManyJSONMistakes(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	for _, line := range []string{
		",", "x,", "'", "\"\n", "/*\n", "//\n", "\"b\": {\"x\": tru},\n", "\"b\": {\"x\": 1}\n", "\"b\": {\"x\": 1,\n", "[}", "  }\n", "[\n  }\n",
		"\"\u0600\",", "{\"a\":\n", "\"b\": {\"x\": tru}, ",
	} {
		_, diags := loadJSON(t, "{\"component\": {\"a\": {\n"+strings.Repeat(line, (64<<10)/len(line))+"x")
		if len(diags) == 0 || len(diags) > 10_001+(64<<10)/len(line) {
			t.Errorf("%q: %d diagnostics", line, len(diags))
		}
	}
	_, diags := loadJSON(t, "{"+strings.Repeat("x,", 20_000)+"}")
	if last := diags[len(diags)-1]; last.Summary != "Too many mistakes" {
		t.Errorf("the last of %d: %s", len(diags), describe(last))
	}
}

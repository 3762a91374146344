package config_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/text/unicode/norm"

	"github.com/zsv-dev/zsv/config"
)

// maxFuzzed bounds the inputs: what is slow on large ones is not what is looked for.
const maxFuzzed = 4 << 10

func FuzzLoadNative(f *testing.F) {
	addFixtures(f, ".zsv.hcl")
	f.Fuzz(func(t *testing.T, source []byte) {
		loadFuzzed(t, "main.zsv.hcl", source, config.Options{Static: len(source)%2 == 0})
	})
}

func FuzzLoadJSON(f *testing.F) {
	addFixtures(f, ".zsv.json")
	f.Add([]byte(`{"component": {"a": {"b": {"x": "\u00e9${join(\"\\\"\", [secret.a[\"b\"]])}{{a.b}}"}}}}`))
	for _, value := range []string{"{{a.b}}", "'a', //\n", "[1,, 2}", "1}}", "\"a}", "{\"y\" = /* \" */ 01 \"z\": \"\u0600\"]", "\u00a0tru,"} {
		f.Add([]byte(inComponents(value)))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		checkMistakes(t, source, loadFuzzed(t, "main.zsv.json", source, config.Options{}))
	})
}

// checkMistakes checks that what is no JSON is reported, and that nothing in what is JSON is taken for a mistake.
func checkMistakes(t *testing.T, source []byte, diags config.Diagnostics) {
	t.Helper()
	valid := json.Valid(bytes.TrimPrefix(source, []byte("\ufeff")))
	if !valid && len(source) <= maxFuzzed && !diags.HasErrors() {
		t.Errorf("nothing is reported of %q", source)
	}
	for _, d := range diags {
		switch d.Summary {
		case "Missing colon", "Missing comma", "Missing bracket", "Missing quote", "Missing JSON value", "Unclosed bracket",
			"Unexpected bracket", "Unexpected colon", "Trailing comma", "Comma too many", "Bracket too many", "Wrong bracket",
			"Wrong quotes", "Comment in JSON", "Text behind the end", "Name without quotes", "Control character in text":
			if valid {
				t.Errorf("%s in %q", describe(d), source)
			}
		}
	}
}

// FuzzPlace puts an input into a string of each form.
func FuzzPlace(f *testing.F) {
	for _, seed := range []string{
		"{{a.b}}", "é\\t{{a.b}}$${x}", "a${1 ~}  {{a.b}}\n  {{c.d}}", "%{ if true }{{a.b}}%{ endif }", "e\u0301{{u\u0308.b}}\\u0301",
		"{{a.${local.n}}}", "${upper(\"{{A.B}}\")}{{a.b}}", "\\ud83d\\ude00{{a.b}}", "\r\n\t {{a.b}}\r\n{{a.b}}", "{{{{a.b}}}}{{a.b}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		indented := "    " + strings.ReplaceAll(content, "\n", "\n    ")
		for _, expression := range []string{
			`"` + content + `"`, "<<EOT\n" + content + "\nEOT", "<<-EOT\n" + indented + "\n    EOT",
			`[for s in ["` + content + `"] : "${s}${s}"]`, `"${secret.a.b}` + content + `${secret.a.b}"`,
		} {
			loadFuzzed(t, "main.zsv.hcl", []byte("locals {\n n = \"n\"\n}\n"+inComponent(expression)), config.Options{})
		}
		loadFuzzed(t, "main.zsv.json", []byte(`{"component": {"a": {"b": {"x": "`+content+`"}}}}`), config.Options{})
	})
}

func FuzzVariableFile(f *testing.F) {
	addFixtures(f, ".zsvars")
	addFixtures(f, ".zsvars.json")
	source := "variable \"a\" {}\nvariable \"b\" { type = list(object({ a = optional(string, \"x\"), b = map(number) })) }\n" +
		"variable \"from_default_file\" { type = any }\ncomponent \"a\" \"b\" { x = [var.a, var.b, var.from_default_file] }\n"
	f.Add([]byte("a = \"{{a.b}}\"\nb = [{ b = { x = 1 } }]\n"))
	f.Add([]byte(`{"a": "{{a.b}}", "b": [{"a": "${upper(\"x\")}", "b": {"x": 1}}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, name := range []string{"default.zsvars", "default.zsvars.json"} {
			if len(content) > maxFuzzed {
				return
			}
			dir := writeFiles(t, map[string]string{"main.zsv.hcl": source, name: string(content)})
			cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Static: true})
			checkRanges(t, cfg, diags)
		}
	})
}

// addFixtures adds all files of testdata whose name ends so.
func addFixtures(f *testing.F, ending string) {
	f.Helper()
	for _, dir := range fixtures(f) {
		files, err := filepath.Glob(filepath.Join(dir, "*"+ending))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(source)
		}
	}
}

func loadFuzzed(t *testing.T, name string, source []byte, options config.Options) config.Diagnostics {
	t.Helper()
	if len(source) > maxFuzzed {
		return nil
	}
	options.WorkingDir, options.Dir = writeFiles(t, map[string]string{name: string(source)}), "."
	cfg, diags := config.Load(options)
	checkRanges(t, cfg, diags)
	for _, c := range cfg.Components {
		checkPlacesOf(t, cfg, c.Values)
	}
	for _, s := range cfg.Stacks {
		checkPlacesOf(t, cfg, s.Settings)
		checkPlacesOf(t, cfg, s.Env)
	}
	return diags
}

// checkRanges checks that all places are in their files.
func checkRanges(t *testing.T, cfg *config.Config, diags config.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		if d.Range != nil {
			checkRange(t, cfg, *d.Range, describe(d))
		}
		if d.Summary == "" || d.Detail == "" || d.Rule == "" {
			t.Errorf("a diagnostic lacks something: %s", describe(d))
		}
	}
	for _, p := range cfg.Providers {
		checkRange(t, cfg, p.DeclRange, "a provider")
	}
	for _, c := range cfg.Components {
		checkRange(t, cfg, c.DeclRange, "a component")
		checkRange(t, cfg, c.NameRange, "a component's name")
		for _, key := range c.Keys {
			checkRange(t, cfg, key.Range, "a key")
		}
	}
	for _, s := range cfg.Secrets {
		checkRange(t, cfg, s.DeclRange, "a secret")
	}
}

func checkRange(t *testing.T, cfg *config.Config, at hcl.Range, what string) {
	t.Helper()
	source := cfg.Source(at.Filename)
	if source == nil && at.Start.Byte == 0 {
		return // of a file that could not be read
	}
	if at.Start.Byte < 0 || at.Start.Byte > at.End.Byte || at.End.Byte > len(source) || at.Start.Line < 1 || at.Start.Column < 1 ||
		at.End.Line < at.Start.Line || at.End.Line == at.Start.Line && at.End.Column < at.Start.Column {
		t.Errorf("%s is at %v, in %d bytes: %q", what, rangeText(at), len(source), source)
	}
}

// checkPlacesOf checks that each reference is in its file, and where its text is said to be written, that it is.
func checkPlacesOf(t *testing.T, cfg *config.Config, values []config.Value) {
	t.Helper()
	for _, v := range values {
		checkRange(t, cfg, v.Range, "a value")
		for _, match := range referenceText.FindAllStringIndex(v.Text, -1) {
			at, written := cfg.Place(v, match[0], match[1])
			checkRange(t, cfg, at, "a reference")
			source := string(cfg.Source(at.Filename)[at.Start.Byte:at.End.Byte])
			if !written || strings.ContainsAny(source, `\$%`) || strings.HasPrefix(source, "secret") {
				continue
			}
			if text := v.Text[match[0]:match[1]]; norm.NFC.String(source) != text {
				t.Errorf("%q is placed at %s, where %q stands, in %q", text, rangeText(at), source, cfg.Source(at.Filename))
			}
		}
	}
}

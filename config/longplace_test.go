package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
)

// Thousands of references in one text are placed in time that grows with the text, each where it is written.
func TestPlaceOfThousands(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	const count = 20_000
	const filler = "é some text: "
	join := func(separator string) string {
		var b strings.Builder
		for i := range count {
			fmt.Fprintf(&b, "%s{{a%d.b}}}{{same.b}}%s", filler, i%7000, separator)
		}
		return b.String()
	}
	tests := map[string]struct{ file, source string }{
		"a heredoc":        {"a.zsv.hcl", inComponent("<<EOT\n" + join("\n") + "EOT")},
		"a flush heredoc":  {"a.zsv.hcl", inComponent("<<-EOT\n" + strings.ReplaceAll(join("\n"), "é", "    é") + "    EOT")},
		"a line":           {"a.zsv.hcl", inComponent(`"` + join(`\t`) + `"`)},
		"a template":       {"a.zsv.hcl", inComponent(`"` + join(`${"\t"}`) + `"`)},
		"a list":           {"a.zsv.hcl", inComponent(`["` + join(`", "`) + `"]`)},
		"a split text":     {"a.zsv.hcl", inComponent(`split(",", "` + join(",") + `")`)},
		"a function":       {"a.zsv.hcl", inComponent(`upper(lower(trimspace("` + strings.ToUpper(join("")) + `")))`)},
		"a loop":           {"a.zsv.hcl", inComponent(`[for s in ["` + join(`", "`) + `"] : s]`)},
		"a JSON line":      {"a.zsv.json", `{"component": {"a": {"b": {"x": "` + join(`\t`) + `"}}}}`},
		"a JSON template":  {"a.zsv.json", `{"component": {"a": {"b": {"x": "` + join(`${\"x\"}`) + `"}}}}`},
		"a JSON list":      {"a.zsv.json", `{"component": {"a": {"b": {"x": ["` + join(`", "`) + `"]}}}}`},
		"native":           {"a.zsv.hcl", inComponent("[" + strings.Repeat("secret.a.b, secret.same.b, \n", count) + "]")},
		"native, computed": {"a.zsv.hcl", inComponent("[for s in [" + strings.Repeat("secret.a.b, secret.same.b, \n", count) + "] : s]")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeFiles(t, map[string]string{test.file: test.source})
			cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
			if len(diags) > 0 {
				t.Fatalf("%.300s", fmt.Sprint(diags))
			}
			if found := checkWritten(t, cfg); found != 2*count {
				t.Errorf("%d references, not %d", found, 2*count)
			}
		})
	}
}

func inComponent(expression string) string {
	return "component \"a\" \"b\" {\n x = " + expression + "\n}\n"
}

// checkWritten checks that each reference is at a place of its own that holds it, and returns how many there are.
func checkWritten(t *testing.T, cfg *config.Config) int {
	t.Helper()
	found := 0
	taken := map[int]bool{}
	for _, v := range cfg.Components[0].Values {
		for _, match := range referenceText.FindAllStringIndex(v.Text, -1) {
			found++
			text := v.Text[match[0]:match[1]]
			at, written := cfg.Place(v, match[0], match[1])
			source := string(cfg.Source(at.Filename)[at.Start.Byte:at.End.Byte])
			if native := strings.NewReplacer("secret.", "{{", ".b", ".b}}").Replace(source); !written ||
				!strings.EqualFold(source, text) && native != text || taken[at.Start.Byte] {
				t.Fatalf("%s is placed at %v, where %.100q stands", text, at, source)
			}
			taken[at.Start.Byte] = true
		}
	}
	return found
}

package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
)

// What would end the program, or keep it busy for minutes, is a diagnostic. The number of times is far beyond the limit.
func TestLimits(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	many := func(text string) string { return strings.Repeat(text, 100_000) }
	in := func(expression string) string { return "component \"a\" \"b\" {\n x = " + expression + "\n}\n" }
	inJSON := func(value string) string { return `{"component": {"a": {"b": {"x": ` + value + `}}}}` }
	tests := map[string]struct{ file, source, want string }{
		"brackets":              {"a.zsv.hcl", in(many("[")), "Nested too deeply"},
		"brackets, closed":      {"a.zsv.hcl", in(many("[") + many("]")), "Nested too deeply"},
		"brackets on lines":     {"a.zsv.hcl", in(many("[\n")), "Nested too deeply"},
		"braces":                {"a.zsv.hcl", in(many("{a=")), "Nested too deeply"},
		"blocks":                {"a.zsv.hcl", many("a {\n"), "Nested too deeply"},
		"parentheses":           {"a.zsv.hcl", in(many("(\n")), "Nested too deeply"},
		"calls":                 {"a.zsv.hcl", in(many("upper(")), "Nested too deeply"},
		"templates":             {"a.zsv.hcl", in(many("\"${")), "Nested too deeply"},
		"directives":            {"a.zsv.hcl", in("\"" + many("%{if true}") + "\""), "Nested too deeply"},
		"directives for":        {"a.zsv.hcl", in("<<EOT\n" + many("%{ for x in [] }\n") + "\nEOT"), "Nested too deeply"},
		"not":                   {"a.zsv.hcl", in(strings.Repeat("!", 500_000) + "true"), "Expression too long"},
		"minus":                 {"a.zsv.hcl", in(strings.Repeat("-", 500_000) + "1"), "Expression too long"},
		"sums":                  {"a.zsv.hcl", in("1" + many(" + 1")), "Expression too long"},
		"conditionals":          {"a.zsv.hcl", in(many("true ? 1 : ") + "2"), "Expression too long"},
		"splats":                {"a.zsv.hcl", in("local.x" + many("[*]")), "Expression too long"},
		"indices":               {"a.zsv.hcl", in("local.x" + many("[0]")), "Expression too long"},
		"digits":                {"a.zsv.hcl", in(many("7")), "Number too long"},
		"lines":                 {"a.zsv.hcl", in("<<EOT\n" + strings.Repeat("a\n", 500_000) + "EOT"), "Text too long"},
		"dollars":               {"a.zsv.hcl", in(`"` + strings.Repeat("$", 500_000) + `"`), "Text too long"},
		"JSON lines":            {"a.zsv.json", inJSON(`"` + strings.Repeat(`\n`, 1_000_000) + `"`), "Text too long"},
		"JSON brackets":         {"a.zsv.json", inJSON(many("[")), "Nested too deeply"},
		"JSON braces":           {"a.zsv.json", many(`{"a":`), "Nested too deeply"},
		"JSON templates":        {"a.zsv.json", inJSON(`"` + many("${[") + `"`), "Nested too deeply"},
		"JSON escapes":          {"a.zsv.json", inJSON(`"${` + many(`\u005b`) + `"`), "Nested too deeply"},
		"JSON directives":       {"a.zsv.json", inJSON(`"` + many(`%{if true}`) + `"`), "Nested too deeply"},
		"JSON operators":        {"a.zsv.json", inJSON(`"${` + many(`!`) + `true}"`), "Expression too long"},
		"JSON digits":           {"a.zsv.json", inJSON(many("7")), "Number too long"},
		"JSON types":            {"a.zsv.json", `{"variable": {"a": {"type": "` + many("list(") + `"}}}`, "Invalid type specification"},
		"JSON addresses":        {"a.zsv.json", `{"stack": {"a": {"secrets": "provider` + many("[") + `"}}}`, "Not a provider"},
		"JSON unclosed text":    {"a.zsv.json", "{\"a\": \"x\n, \"b\": " + many("["), "Nested too deeply"},
		"JSON joined quotes":    {"a.zsv.json", "{\"a\": \"\u0600\", \"b\": \"" + many("[") + "\"}", "Unreadable character"},
		"JSON comments":         {"a.zsv.json", inJSON(many("[//]\n") + many("]")), "Nested too deeply"},
		"JSON odd quotes":       {"a.zsv.json", inJSON(`/* " */ "${` + many(`!`) + `true}"`), "Expression too long"},
		"JSON odd brackets":     {"a.zsv.json", "{\n" + many("[\n ]]\n }\n"), "Unexpected bracket"},
		"JSON mistakes":         {"a.zsv.json", "{" + many("x,") + "}", "Name without quotes"},
		"an exponent":           {"a.zsv.hcl", in("1e10000000"), "Value too large"},
		"an exponent as text":   {"a.zsv.hcl", in(`"${1e10000000}"`), "Value too large"},
		"a small exponent":      {"a.zsv.hcl", in(`"${1e-100000000}"`), "Value too large"},
		"an exponent as key":    {"a.zsv.hcl", in(`{ (1e10000000) = 1 }`), "Value too large"},
		"an exponent in for":    {"a.zsv.hcl", in(`{ for x in [1] : 1e10000000 => x }`), "Value too large"},
		"an exponent as index":  {"a.zsv.hcl", in(`{ a = 1 }[1e10000000]`), "Value too large"},
		"an exponent in a name": {"a.zsv.hcl", "locals {\n l = { a = 1 }\n}\n" + in(`local.l[1e10000000]`), "Value too large"},
		"an exponent chosen":    {"a.zsv.hcl", in(`true ? 1e10000000 : "x"`), "Value too large"},
		"an exponent default":   {"a.zsv.hcl", "variable \"a\" {\n type = string\n default = 1e10000000\n}", "Value too large"},
		"an exponent in rules":  {"a.zsv.hcl", "zsv {\n default_stack = 1e10000000\n}", "Value too large"},
		"a JSON exponent":       {"a.zsv.json", inJSON("1e10000000"), "Value too large"},
		"a power":               {"a.zsv.hcl", in(`"${1e9999` + strings.Repeat(" * 1e9999", 1000) + `}"`), "Value too large"},
		"a long number":         {"a.zsv.hcl", in(`format("%s%s", "7", "` + many("7") + `") + 1`), "Number too long"},
		"loops": {"a.zsv.hcl",
			in(`[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]`), "Expression too large"},
		"conditions of loops": {"a.zsv.hcl",
			in(`[for a in range(1000) : a if length([for b in range(1000) : [for c in range(1000) : b]]) > 0]`), "Expression too large"},
		"templates in loops": {"a.zsv.hcl", "locals {\n x = \"" + many("xxxxxxxx") + "\"\n}\n" +
			in(`[for a in range(1000) : "${local.x}${a}"]`), "Expression too large"},
		"locals that double": {"a.zsv.hcl", "locals {\n l0 = \"xxxxxxxxxx\"\n" + doublings(40) + "}\n", "Local too large"},
		"lists that double":  {"a.zsv.hcl", "locals {\n l0 = [\"x\"]\n" + listDoublings(40) + "}\n", "too large"},
		"locals many times": {"a.zsv.hcl", "locals {\n x = \"" + many("xxxxxxxx") + "\"\n}\n" +
			in(`"`+strings.Repeat("${local.x}", 1500)+`"`), "Expression too large"},
		"names":          {"a.zsv.hcl", manyTokens("a\n"), "File too large"},
		"commas":         {"a.zsv.hcl", "x = [" + manyTokens(","), "File too large"},
		"quotes":         {"a.zsv.hcl", manyTokens("\""), "File too large"},
		"newlines":       {"a.zsv.hcl", manyTokens("\n"), "File too large"},
		"unknown":        {"a.zsv.hcl", strings.Repeat("\x01", 300_000), "File too large"},
		"open texts":     {"a.zsv.hcl", strings.Repeat("\"a\n", 300_000), "File too large"},
		"a long list":    {"a.zsv.hcl", in("[" + manyTokens("1,") + "]"), "File too large"},
		"text, commas":   {"a.zsv.hcl", in("\"" + strings.Repeat("a b ", 200_000) + "\"" + manyTokens(",")), "File too large"},
		"quotes in JSON": {"a.zsv.json", manyTokens("\""), "File too large"},
		"a JSON list":    {"a.zsv.json", inJSON("[" + manyTokens("1,") + "1]"), "File too large"},
		"JSON remarks":   {"a.zsv.json", manyTokens("#\n"), "File too large"},
		"invalid UTF-8":  {"a.zsv.hcl", "component \"a\" \"\xff\" {}", "Invalid UTF-8"},
		"UTF-16":         {"a.zsv.hcl", "\xff\xfea\x00", "Invalid UTF-8"},
		"too large":      {"a.zsv.hcl", strings.Repeat("#\n", 4<<20) + "#", "File too large"},
		"JSON too large": {"a.zsv.json", strings.Repeat("\n", 8<<20) + "{}", "File too large"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeFiles(t, map[string]string{test.file: test.source, "z.zsv.hcl": "component \"z\" \"z\" { x = \"{{z.k}}\" }\n"})
			cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
			if len(diags) == 0 || !strings.Contains(diags[0].Summary, test.want) {
				t.Errorf("%d diagnostics, the first %.300s", len(diags), fmt.Sprint(diags))
			}
			if last := cfg.Components[len(cfg.Components)-1]; len(last.Values) != 1 {
				t.Errorf("the file beside is not read: %v", last)
			}
		})
	}
}

// manyTokens repeats a token, or two, far beyond the limit.
func manyTokens(text string) string { return strings.Repeat(text, 2_200_000/len(text)) }

func doublings(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " l%d = \"${local.l%d}${local.l%d}\"\n", i+1, i, i)
	}
	return b.String()
}

func listDoublings(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " l%d = [local.l%d, local.l%d]\n", i+1, i, i)
	}
	return b.String()
}

// What is long but flat is read.
func TestNotLimited(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	tests := map[string]string{
		"interpolations":   "x = \"" + strings.Repeat("${1}", 20_000) + "\"",
		"directives":       "x = \"" + strings.Repeat("%{ if true }a%{ endif }", 5_000) + "\"",
		"a heredoc":        "x = <<EOT\n" + strings.Repeat("{{a.b}} ${upper(\"x\")}\n", 20_000) + "EOT",
		"a list":           "x = [" + strings.Repeat("-1, !true, \n", 20_000) + "]",
		"a map":            "x = {\n" + strings.Repeat("a = -1\n", 3_000) + "}",
		"arguments":        strings.Repeat("", 1) + manyArguments(20_000),
		"digits in text":   `x = "` + strings.Repeat("7", 100_000) + `"`,
		"brackets in text": `x = "` + strings.Repeat("[{(", 100_000) + `"`,
		"a million words":  `x = "` + strings.Repeat("a b, c", 500_000) + `"`,
		"words in comment": "/* " + strings.Repeat("a \" b, c\n", 300_000) + "*/",
		"300000 commas":    "x = [" + strings.Repeat("true,", 300_000) + "]",
		"400 brackets":     "x = " + strings.Repeat("[", 400) + strings.Repeat("]", 400),
		"1000 operators":   "x = 1" + strings.Repeat(" + 1", 1000),
		"900 choices":      "x = " + strings.Repeat("false ? 1 : ", 900) + "2",
	}
	for name, source := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, diags := loadSource(t, "component \"a\" \"b\" {\n"+source+"\n}\n")
			for _, d := range diags {
				if d.Rule != config.RuleDuplicateKey {
					t.Fatalf("%s", describe(d))
				}
			}
			if len(cfg.Components) != 1 {
				t.Error("the component is missing")
			}
		})
	}
}

func manyArguments(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d = -1 + -2\n", i)
	}
	return b.String()
}

// A chain of locals is as long as the files allow, in whatever order it is written.
func TestLongChainOfLocals(t *testing.T) {
	t.Parallel()
	const length = 10_000
	for name, next := range map[string]int{"forwards": 1, "backwards": -1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			b.WriteString("locals {\n")
			for i := range length {
				fmt.Fprintf(&b, "l%05d = local.l%05d\n", i, (i+next+length)%length)
			}
			first := "l00000 ="
			if next > 0 {
				first = fmt.Sprintf("l%05d =", length-1)
			}
			source := b.String()
			at := strings.Index(source, first)
			end := at + strings.Index(source[at:], "\n")
			source = source[:at] + first + " \"end\"" + source[end:]
			cfg, diags := loadSource(t, source+"}\ncomponent \"a\" \"b\" {\n x = [local.l00000, local.l09999]\n}\n")
			if len(diags) > 0 {
				t.Fatalf("%s", describe(diags[0]))
			}
			if values := cfg.Components[0].Values; len(values) != 2 || values[0].Text != "end" || values[1].Text != "end" {
				t.Errorf("%v", values)
			}
		})
	}
}

// A long circle is reported in a message that can be read.
func TestLongCircle(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("locals {\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "l%d = local.l%d\n", i, (i+1)%10_000)
	}
	_, diags := loadSource(t, b.String()+"}\n")
	if len(diags) != 1 || len(diags[0].Detail) > 500 {
		t.Errorf("%.1000s", fmt.Sprint(diags))
	}
}

// Files full of mistakes are read in time that grows with their size, not with its square.
func TestManyMistakes(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	tests := map[string]string{
		"braces":             "}\n",
		"attributes":         "x = {\n}\n",
		"open heredocs":      "x = <<A\n",
		"closed heredocs":    "x = <<A\nA\n",
		"headers":            "component \"a\" \"b\" {\n",
		"blocks":             "component \"a\" \"b\" {\n x = \n}\n",
		"quotes":             "\"\n",
		"garbage":            "~`§\n",
		"misquoted":          "x = {{s.k}}\n",
		"ignores":            "# zsv:ignore nothing\n",
		"unknown names":      "component \"a\" \"b\" { x = nothing }\n",
		"unknown components": "stack \"s\" { components = [component.a.b] }\n",
	}
	for name, line := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := loadSource(t, strings.Repeat(line, (256<<10)/len(line))+"x = \n")
			if len(diags) == 0 {
				t.Error("no diagnostics")
			}
		})
	}
}

func TestEmptyFiles(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"", "\n", "\xef\xbb\xbf", "# only a comment", "/* a\r\n comment */\r\n// and another\r\n"} {
		if _, diags := loadSource(t, source); len(diags) > 0 {
			t.Errorf("%q: %v", source, diags)
		}
	}
}

// A file that is cut anywhere, or that lacks any byte, is read.
func TestCutFiles(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(filepath.Join("testdata", "seven", "main.zsv.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for i := range whole {
		for _, source := range []string{string(whole[:i]), string(whole[:i]) + string(whole[i+1:])} {
			if err := os.WriteFile(filepath.Join(dir, "a.zsv.hcl"), []byte(source), 0o600); err != nil {
				t.Fatal(err)
			}
			cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
			for _, d := range diags {
				if d.Range != nil && d.Range.End.Byte > len(source) {
					t.Errorf("%s is beyond the end of %q", describe(d), source)
				}
			}
			dump(cfg)
		}
	}
}

// Of many mistakes in the syntax the first are listed, and it is said that there are more.
func TestMistakesAreLimited(t *testing.T) {
	t.Parallel()
	const blockOf = "component \"a\" \"b\" {\n"
	tests := map[string]struct{ file, source string }{
		"blocks":     {"a.zsv.hcl", strings.Repeat(blockOf+" x = \n}\n", 5000)},
		"arguments":  {"a.zsv.hcl", blockOf + strings.Repeat(" x = \n", 5000) + "}\n"},
		"braces":     {"a.zsv.hcl", blockOf + "}\n" + strings.Repeat("component \"a\" \"b\" { x = } }\n", 5000)},
		"names":      {"a.zsv.json", "{" + strings.Repeat("x,", 5000) + "}"},
		"duplicates": {"a.zsv.json", `{"locals": {"x": 0` + strings.Repeat(`, "x": 1`, 5000) + "}}"},
		"attributes": {"a.zsv.json", `{"component": {"a": {"b": {"x": 0` + strings.Repeat(`, "x": 1`, 5000) + "}}}}"},
		"commas":     {"a.zsv.json", `{"locals": {"x": 0` + strings.Repeat(` "x": 1`, 5000) + "}}"},
		"templates":  {"a.zsv.json", `{"component": {"a": {"b": {"x": [""` + strings.Repeat(`, "${"`, 5000) + "]}}}}"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := writeFiles(t, map[string]string{test.file: test.source})
			_, diags := config.Load(config.Options{WorkingDir: dir, Dir: "."})
			syntax, more := 0, 0
			for i, d := range diags {
				if d.Rule != config.RuleSyntax {
					continue
				}
				if syntax++; d.Summary == "Too many mistakes" {
					more = i
				}
			}
			if syntax != 1001 || more == 0 {
				t.Errorf("%d mistakes, there being more is said at %d: %v", syntax, more, diags[:min(len(diags), 3)])
			}
		})
	}
}

// What one lexing of the whole takes for text and the parts take for code is not parsed, if it is too much.
func TestTokensOfParts(t *testing.T) {
	t.Parallel()
	skipUnderRace(t)
	_, diags := loadSource(t, "x = \"\ncomponent \"a\" \"b\" {\n x = [\n"+manyTokens(", ")+"\n]\n}\n")
	if len(diags) == 0 || !strings.Contains(fmt.Sprint(diags), "File too large") {
		t.Errorf("%.500s", fmt.Sprint(diags))
	}
}

package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is expected in most files that are refused, and written instead of a map or list.
const (
	someYAML = "YAML; see to quotes, colons, brackets and indentation"
	someJSON = "JSON; see to quotes, commas and brackets there and just above"
	oneValue = "; write a single value, in quotes where it has brackets of its own"
)

// refused is the verdict on everything in a file that is malformed, in a line or, where that is not known, 0.
func refused(format string, line int, expected string) string {
	path := map[string]string{"yaml": "s.yaml", "json": "s.json", "dotenv": ".env"}[format]
	where := ""
	if line > 0 {
		where = fmt.Sprintf("line %d: ", line)
	}
	return fmt.Sprintf("error invalid: %q cannot be read as %s: %sexpected %s", path, format, where, expected)
}

// Each file is what a user could have written; verdicts says what zsv makes of it, by secret and key.
var formatTests = map[string]struct {
	path, text string
	verdicts   map[string]string
}{
	"yaml scalars": {"s.yaml", "s: {a: x, b: 1, c: true, d: 2020-01-01, e: 0x1f, f: 'null', g: \"\\u00fc\"}\nt:\n  h: |\n    x\n", map[string]string{
		"s.a": "present", "s.b": "present", "s.c": "present", "s.d": "present", "s.e": "present", "s.f": "present",
		"s.g": "present", "t.h": "present", "s.h": "missing", "u.a": "missing secret"}},
	"yaml null and empty": {"s.yaml", "s:\n  a:\n  b: ~\n  c: null\n  d: ''\n  e: \"\"\nt:\nu: {}\n", map[string]string{
		"s.a": "missing", "s.b": "missing", "s.c": "missing", "s.d": "present, empty: it is set to an empty string",
		"s.e": "present, empty: it is set to an empty string", "t.a": "missing secret", "u.a": "missing"}},
	"yaml keys that are no strings": {"s.yaml", "1: {2: x, true: y, ~: z, 3.0: w}\n", map[string]string{
		"1.2": "present", "1.true": "present", "1.~": "present", "1.3": "missing", "1.1": "missing"}},
	"yaml secrets that are none": {"s.yaml", "a: text\nb: [x]\nc: {d: x}\n", map[string]string{
		"a.x": "unverified secret, invalid: it is not a map of keys, as a secret is (line 1)",
		"b.x": "unverified secret, invalid: it is not a map of keys, as a secret is (line 2)", "c.d": "present"}},
	"yaml values that are none": {"s.yaml", "s:\n  a: {b: x}\n  c:\n    - x\n  d: !vault x\n  e: !!binary eA==\n  f: x\n  g: !!binary '?'\n", map[string]string{
		"s.a": "unverified, invalid: it is set to a map in line 2" + oneValue,
		"s.c": "unverified, invalid: it is set to a list in line 3" + oneValue,
		"s.d": "unverified, invalid: its value in line 5 has a tag that zsv does not read; write plain text",
		"s.e": "present", "s.f": "present",
		"s.g": "unverified, invalid: its value in line 8 is not in Base64, as its tag says"}},
	"yaml names set twice": {"s.yaml", "s: {a: x, b: y}\nt:\n  a: x\n  b: y\n  \"a\": z\ns: {a: x}\n", map[string]string{
		"s.a": "unverified secret, invalid: it is set twice, in lines 1 and 6; remove one",
		"t.a": "unverified, invalid: it is set twice, in lines 3 and 5; remove one", "t.b": "present"}},
	"yaml anchors, aliases and merges": {"s.yaml", `
base: &base {a: &value x, b: ~, c: y}
copy: *base
more:
  <<: *base
  b: set here
  d: *value
several: {<<: [{e: ~}, {e: x, f: x}], g: x}
quoted: {"<<": x}
`, map[string]string{
		"copy.a": "present", "copy.b": "missing", "more.a": "present", "more.b": "present", "more.d": "present",
		"several.e": "missing", "several.f": "present", "several.g": "present", "quoted.<<": "present", "quoted.a": "missing"}},
	"yaml merges at the top": {"s.yaml", "x: &x {s: {a: y}}\n<<: *x\n", map[string]string{
		"s.a": "present", "x.s": "unverified, invalid: it is set to a map in line 1" + oneValue}},
	"yaml merged into itself": {"s.yaml", "s: &s\n  a: x\n  <<: *s\n", map[string]string{
		"s.a": refused("yaml", 1, `a map that is not merged into itself`)}},
	"yaml merge of a scalar": {"s.yaml", "s:\n  <<: x\n", map[string]string{
		"s.a": refused("yaml", 2, `a map, or a list of maps, after "<<"`)}},
	"yaml without a document":   {"s.yaml", "# nothing\n", map[string]string{"s.a": "missing secret"}},
	"yaml of nothing":           {"s.yaml", "", map[string]string{"s.a": "missing secret"}},
	"yaml null":                 {"s.yaml", "---\n", map[string]string{"s.a": "missing secret"}},
	"yaml with a mark and CRLF": {"s.yaml", "\ufeffs:\r\n  a: x\r\n", map[string]string{"s.a": "present"}},
	"yaml ended by dots":        {"s.yaml", "s: {a: x}\n...\n", map[string]string{"s.a": "present"}},
	"yaml of several documents": {"s.yaml", "s: {a: x}\n---\ns: {b: x}\n", map[string]string{
		"s.a": refused("yaml", 2, `the end of the text: zsv reads one YAML document, and here a second one begins`),
	}},
	"yaml list": {"s.yaml", "\n- s: x\n", map[string]string{
		"s.a": refused("yaml", 2, `a map of secrets, each a map of keys`),
	}},
	"yaml that is none": {"s.yaml", "s:\n  a: \"x\n", map[string]string{
		"s.a": refused("yaml", 2, someYAML+" there and just above"),
	}},
	"yaml with an unknown alias": {"s.yaml", "s: {a: *b}\n", map[string]string{"s.a": refused("yaml", 0, someYAML)}},
	"yaml in Latin-1": {"s.yaml", "s:\n  a: \xfc\n", map[string]string{
		"s.a": refused("yaml", 2, `text in UTF-8`),
	}},
	"yaml nested too deep": {"s.yaml", "s: {a: " + strings.Repeat("[", 600) + strings.Repeat("]", 600) + "}\n", map[string]string{
		"s.a": refused("yaml", 1, `maps and lists nested at most 500 deep`),
	}},
	"yaml nested far too deep": {"s.yaml", strings.Repeat("[", 100_000), map[string]string{
		"s.a": refused("yaml", 0, someYAML),
	}},
	"yaml blocks far too deep": {"s.yaml", strings.Repeat("- ", 100_000), map[string]string{
		"s.a": refused("yaml", 0, someYAML),
	}},
	"yaml with too many entries": {"s.yaml", strings.Repeat("\n", maxEntries+1), map[string]string{
		"s.a": refused("yaml", 1, `a file with at most 1000000 lines, items and keys`),
	}},
	"yaml that multiplies": {"s.yaml", multiplied(), map[string]string{
		"s.a": refused("yaml", 456, `fewer keys: aliases and merges make more than 1000000`),
	}},

	"json scalars": {"s.json", `{"s": {"a": "x", "b": 1.50, "c": false, "d": "", "e": null, "\u00fc": "x"}, "t": null, "u": {}}`, map[string]string{
		"s.a": "present", "s.b": "present", "s.c": "present", "s.d": "present, empty: it is set to an empty string",
		"s.e": "missing", "s.ü": "present", "s.f": "missing", "t.a": "missing secret", "u.a": "missing", "v.a": "missing secret"}},
	"json secrets and values that are none": {"s.json", "{\"a\": [{\"x\": 1}],\n\"b\": \"text\", \"c\": {\"d\": {\"e\": [1]}, \"f\": [[]],\n\"g\": \"x\"}, \"h\": {\"i\": 1}}", map[string]string{
		"a.x": "unverified secret, invalid: it is not a map of keys, as a secret is (line 1)",
		"b.x": "unverified secret, invalid: it is not a map of keys, as a secret is (line 2)",
		"c.d": "unverified, invalid: it is set to an object in line 2" + oneValue,
		"c.f": "unverified, invalid: it is set to an array in line 2" + oneValue,
		"c.g": "present", "h.i": "present"}},
	"json names set twice": {"s.json", "{\"s\": {\"a\": 1},\n\"t\": {\"a\": 1, \"b\": 2,\n\"\\u0061\": 3}, \"s\": {}}", map[string]string{
		"s.a": "unverified secret, invalid: it is set twice, in lines 1 and 3; remove one",
		"t.a": "unverified, invalid: it is set twice, in lines 2 and 3; remove one", "t.b": "present"}},
	"json null":        {"s.json", "null", map[string]string{"s.a": "missing secret"}},
	"json with a mark": {"s.json", "\ufeff{\"s\": {\"a\": 1}}", map[string]string{"s.a": "present"}},
	"json of nothing":  {"s.json", "", map[string]string{"s.a": refused("json", 1, someJSON)}},
	"json with a comma more": {"s.json", "{\n\"s\": {\"a\": 1,}}", map[string]string{
		"s.a": refused("json", 2, someJSON),
	}},
	"json and more": {"s.json", "{}\n{}", map[string]string{"s.a": refused("json", 2, someJSON)}},
	"json array": {"s.json", "[1]", map[string]string{
		"s.a": refused("json", 1, `an object of secrets, each an object of keys`),
	}},
	"json nested too deep": {"s.json", `{"s": {"a": ` + strings.Repeat("[", 600) + strings.Repeat("]", 600) + "}}", map[string]string{
		"s.a": refused("json", 1, `maps and lists nested at most 500 deep`),
	}},
	"json nested far too deep": {"s.json", strings.Repeat("[", 100_000), map[string]string{
		"s.a": refused("json", 1, someJSON),
	}},

	"dotenv": {".env", "ML_A=x\nML_B=\nexport ML_C='x'\n# ML_D=x\n", map[string]string{
		"ml.a": "present", "ml.b": "present, empty: it is set to an empty string", "ml.c": "present", "ml.d": "missing secret",
		"ML.A": "present", "m.a": "missing secret"}},
	"dotenv names set twice": {".env", "ML_A=\nML_A=x\nML_B=x\nexport ML_B=\n", map[string]string{
		"ml.a": "present", "ml.b": "present, empty: it is set to an empty string"}},
	"dotenv that is none": {".env", "ML_A=x\nhunter2\n", map[string]string{
		"ml.a": refused("dotenv", 2, `NAME=VALUE, the name of ASCII letters, digits and _`)}},
}

// multiplied is a short file whose merges make a long one.
func multiplied() string {
	var text strings.Builder
	text.WriteString("base:\n  x: &x {")
	for i := range 1100 {
		fmt.Fprintf(&text, "k%d: v, ", i)
	}
	text.WriteString("}\n")
	for i := range 1100 {
		fmt.Fprintf(&text, "s%04d: {<<: *x}\n", i)
	}
	return text.String()
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for name, test := range formatTests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, test.path, test.text)
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", test.path), nil)
			got := map[string]string{}
			for name := range test.verdicts {
				got[name] = verdict(t, checker, name)
			}
			if diff := cmp.Diff(test.verdicts, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

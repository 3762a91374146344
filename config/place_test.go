package config_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// Each source marks with «» where its references are to be found, in the order of the values.
func TestPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"a literal":                   `x = "«{{a.b}}»"`,
		"blanks inside":               `x = "«{{ a.b }}»"`,
		"embedded, twice":             `x = "user:«{{a.b}}»@«{{c.d}}»"`,
		"the same twice":              `x = "«{{a.b}}» «{{a.b}}»"`,
		"an emoji before":             `x = "👩‍👩‍👧‍👦 «{{a.b}}»"`,
		"decomposed":                  "x = \"e\u0301 «{{e\u0301.b}}» «{{a.u\u0308}}»\"",
		"escapes before":              `x = "\t\"\\\u00e9\U0001F600 «{{a.b}}»\n«{{c.d}}»"`,
		"an escape inside":            `x = "«{{\u0061.b}}» «{{a.b}}»"`,
		"template escapes":            `x = "$${x} %%{x} $$${y} «{{a.b}}» $%"`,
		"a dollar before":             `x = "«$${{a.b}}»"`,
		"braces around":               `x = "{«{{a.b}}»}"`,
		"a list":                      `x = ["«{{a.b}}»", ["«{{c.d}}»"]]`,
		"a map":                       `x = { z = "«{{a.b}}»", "a.b" = "«{{c.d}}»" }`,
		"parentheses":                 `x = ("«{{a.b}}»")`,
		"a reference":                 `x = «secret.a.b»`,
		"a reference in brackets":     `x = «secret["team/x"]["k.1"]»`,
		"a wrapped reference":         `x = "${«secret.a.b»}"`,
		"references in a template":    `x = "${«secret.a.b»}-${«secret.a.b»}-«{{a.b}}»-${ «secret.c.d» }"`,
		"a computed name":             `x = "«{{${local.n}.k}}» «{{${local.n}.k}}»"`,
		"a computed key":              `x = "«{{a.${local.n}}}»"`,
		"a computed end":              `x = "«{{a.b${local.end»}"`,
		"a local":                     "x = «local.reference»", // the place is the use: the literal may be used many times
		"strips":                      "x = \"a  ${~ local.n ~}   «{{a.b}}»  ${~ local.n}\"",
		"a conditional":               `x = true ? "«{{a.b}}»" : "{{c.d}}"`,
		"a conditional in a template": `x = "${var.p ? "«{{a.b}}»" : "{{c.d}}"}!"`,
		"a conditional key":           `x = "«{{a.${var.p ? "k" : "l"}}}»"`,
		"nested templates":            `x = "a${"b${"«{{a.b}}»"}c"}«{{c.d}}»"`,
		"a heredoc":                   "x = <<EOT\n«{{a.b}}»\nEOT",
		"a heredoc of lines":          "x = <<EOT\n\tü «{{a.b}}»\n$${x}\\n «{{a.b}}»\n<<«{{c.d}}»\nEOT",
		"a flush heredoc":             "x = <<-EOT\n    «{{a.b}}»\n      é «{{a.b}}»\n\n    «{{c.d}}» ${local.n}\n      ${local.n} «{{e.f}}»\n    EOT",
		"an indented heredoc":         "x = <<EOT\n    «{{a.b}}»\n  EOT",
		"a heredoc with strips":       "x = <<EOT\n  a ${~ local.n ~}\n\n   «{{a.b}}»\n   «{{c.d}}»\nEOT",
		"a heredoc in a list":         "x = [<<EOT\n«{{a.b}}»\nEOT\n, \"«{{c.d}}»\"]",
		"directives":                  `x = "%{ if var.p }«{{a.b}}»%{ else }{{c.d}}%{ endif }«{{e.f}}»"`,
		"a directive for":             `x = "%{ for n in ["«{{a.b}}»", "«{{c.d}}»"] }${n}%{ endfor }"`,
		"a function":                  `x = format("%s-%s", "«{{a.b}}»", "«{{c.d}}»")`,
		"a function, the same":        `x = join("-", ["«{{a.b}}»", "«{{a.b}}»", «secret.a.b», "«{{c.d}}»"])`,
		"a function in a template":    `x = "«{{a.b}}» ${join("-", ["«{{a.b}}»", "«{{a.b}}»"])} «{{a.b}}»"`,
		"a function, a reference":     `x = trimspace(" ${«secret.a.b»} ")`,
		"for, a list":                 `x = [for s in ["«{{a.b}}»", "«{{a.b}}»", "«{{c.d}}»"] : s]`,
		"for, a map":                  `x = { for k, s in { one = "«{{a.b}}»", two = "«{{c.d}}»" } : k => s }`,
		"for, a template":             `x = [for s in ["k", "l"] : "x-{{a.${s}}}"]`,
		"split":                       `x = split(",", "«{{a.b}}»,«{{c.d}}»,«{{a.b}}»")`,
		"merge":                       `x = merge({ a = "«{{a.b}}»" }, { b = «secret.c.d» })`,
		"upper":                       `x = «upper("{{a.b}}")»`,
		"a splat":                     `x = [{ a = "«{{a.b}}»" }, { a = "«{{c.d}}»" }][*].a`,
		"an index":                    `x = ["{{a.b}}", "«{{c.d}}»"][1]`,
		"after a comment":             "# é\n/* 👍 */ x = \"«{{a.b}}»\"",
		"a declared secret":           `x = [for v in «secret.declared» : v]`,
	}
	for name, source := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, ending := range []string{"\n", "\r\n"} {
				marked := strings.ReplaceAll(placeTestHeader+"component \"a\" \"b\" {\n"+source+"\n}\n", "\n", ending)
				checkPlaces(t, "main.zsv.hcl", marked)
				checkPlaces(t, "main.zsv.hcl", "\xef\xbb\xbf"+marked)
			}
		})
	}
}

const placeTestHeader = `locals {
  n         = "n"
  end       = "}}"
  reference = "{{l.r}}"
}
variable "p" { default = true }
secret "declared" {
  key "one" {}
}
`

func TestPlaceJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"a literal":          `"«{{a.b}}»"`,
		"escapes before":     `"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 «{{a.b}}»\t«{{c.d}}»"`,
		"an escape inside":   `"«{{\u0061.b}}» «{{a.b}}»"`,
		"template escapes":   `"$${x} %%{x} «{{a.b}}»"`,
		"a list":             `["«{{a.b}}»", ["«{{c.d}}»"]]`,
		"an object":          `{"x": "«{{a.b}}»", "y": {"z": "«{{c.d}}»"}}`,
		"a reference":        `"${«secret.a.b»}"`,
		"a reference beside": `"é\t${«secret.a.b»} «{{c.d}}»\n${«secret[\"a\"].b»}"`,
		"a computed name":    `"\t«{{${local.n}.k}}»"`,
		"a function":         `"${join(\"-\", [\"«{{a.b}}»\", \"«{{a.b}}»\"])}"`,
		"a conditional":      `"\t${var.p ? \"«{{a.b}}»\" : \"\"}"`,
		"decomposed":         "\"e\u0301 «{{e\u0301.b}}»\"",
		"invalid surrogates": `"\ud83d \ude00\ud83d\u0041 «{{a.b}}»"`,
	}
	for name, source := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			marked := "{\"locals\": {\"n\": \"n\"}, \"variable\": {\"p\": {\"default\": true}},\r\n\"component\": {\"a\": {\"b\": {\"x\": " +
				source + "}}}}"
			checkPlaces(t, "main.zsv.json", marked)
			checkPlaces(t, "main.zsv.json", "\xef\xbb\xbf"+marked)
		})
	}
}

// checkPlaces loads a source without its marks and compares the places of all references with the marks.
func checkPlaces(t *testing.T, file, marked string) {
	t.Helper()
	want := markedRanges(file, marked)
	source := strings.NewReplacer("«", "", "»", "").Replace(marked)
	cfg, diags := config.Load(config.Options{WorkingDir: writeFiles(t, map[string]string{file: source}), Dir: "."})
	if len(diags) > 0 {
		t.Fatalf("%v", diags)
	}
	var got []string
	for _, v := range cfg.Components[0].Values {
		for _, at := range referenceText.FindAllStringIndex(v.Text, -1) {
			place, _ := cfg.Place(v, at[0], at[1])
			got = append(got, rangeText(place))
		}
	}
	if len(want) == 0 && len(got) > 0 { // nothing to be exact about: the expression as a whole
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%s", source, diff)
	}
}

var referenceText = regexp.MustCompile(`\{\{\s*[^{}\s]+\.[^{}\s]+\s*\}\}`)

// markedRanges returns the ranges that marks enclose. It counts by HCL's own scanner, of the file without the marks.
func markedRanges(file, marked string) []string {
	var ranges []string
	var plain strings.Builder
	var start hcl.Pos
	for _, piece := range regexp.MustCompile(`[«»]|[^«»]+`).FindAllString(marked, -1) {
		switch piece {
		case "«":
			start = positionAtEnd(plain.String())
		case "»":
			ranges = append(ranges, rangeText(hcl.Range{Filename: file, Start: start, End: positionAtEnd(plain.String())}))
		default:
			plain.WriteString(piece)
		}
	}
	return ranges
}

// positionAtEnd returns the position behind a text. The byte order mark is no part of the file.
func positionAtEnd(text string) hcl.Pos {
	text = strings.TrimPrefix(text, "\xef\xbb\xbf")
	pos := hcl.Pos{Line: 1, Column: 1, Byte: len(text)}
	scanner := hcl.NewRangeScanner([]byte(text), "", splitClusters)
	for scanner.Scan() {
		pos.Line, pos.Column = scanner.Range().End.Line, scanner.Range().End.Column
	}
	return pos
}

func rangeText(at hcl.Range) string {
	return fmt.Sprintf("%s:%d,%d-%d,%d[%d,%d]", at.Filename, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column,
		at.Start.Byte, at.End.Byte)
}

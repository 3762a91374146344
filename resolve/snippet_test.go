package resolve

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

// snippetAt returns the snippet at the part of a source that stands between « and », which are taken out.
func snippetAt(filename, marked string) *Snippet {
	before, rest, _ := strings.Cut(marked, "«")
	middle, after, _ := strings.Cut(rest, "»")
	source := before + middle + after
	s := newSnippets(func(string) []byte { return []byte(source) })
	return s.at(hcl.Range{Filename: filename, Start: hcl.Pos{Byte: len(before)}, End: hcl.Pos{Byte: len(before + middle)}})
}

// remark writes a snippet with « and » about its highlight.
func remark(s *Snippet) string {
	return s.Code[:s.HighlightStartOffset] + "«" + s.Code[s.HighlightStartOffset:s.HighlightEndOffset] + "»" +
		s.Code[s.HighlightEndOffset:]
}

func TestSnippet(t *testing.T) {
	t.Parallel()
	context := `component "experiment_tracker" "mlflow"`
	got := snippetAt("a.zsv.hcl", "x = 1\n\ncomponent  \"experiment_tracker\" \"mlflow\" {\n  uri = 1\n  "+
		"tracking_password = \"CANARY{{«mlflow.password»}}\" # {{a.b}}\n}\n")
	want := &Snippet{
		Context:   &context,
		Code:      "  tracking_password = \"***{{mlflow.password}}\" # ***",
		StartLine: 5, HighlightStartOffset: 28, HighlightEndOffset: 43, Values: []any{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSnippetHighlight(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 300)
	tests := map[string]struct{ source, want string }{
		"a word":                    {"a = «\"b\"»\nc = 1", "a = «\"b\"»"},
		"the first byte":            {"«a» = 1\nc = 1", "«a» = 1"},
		"nothing":                   {"a = «» 1\nc = 1", "a = «» 1"},
		"the end of the file":       {"a = 1\nc = 1«»", "c = 1«»"},
		"behind the last line":      {"a = 1\n«»", "a = 1«»"},
		"a line with its break":     {"«a = 1\n»c = 1", "«a = 1»"},
		"two lines":                 {"a = «[\n  1,\n»]", "a = «[\n  1,»"},
		"more lines than are shown": {"a = «[\n  1,\n  2,\n  3\n]»\n", "a = «[\n  1,\n  2,»"},
		"line breaks of Windows":    {"a = «[\r\n  1,\r\n]»\r\n", "a = «[\n  1,\n]»"},
		"a mask":                    {"password = «\"CANARY\"»", "password = «\"***\"»"},
		"within a mask":             {"password = \"CA«NA»RY\"", "password = \"«***»\""},
		"into a mask":               {"pass«word = \"CA»NARY\"", "pass«word = \"***»\""},
		"out of a mask":             {"password = \"CANAR«Y\" »# c", "password = \"«***\" »# ***"},
		"nothing within a mask":     {"password = \"CAN«»ARY\"", "password = \"«***»\""},
		"behind a mask":             {"s = { password = \"CANARY\", «é» = 1 }", "s = { password = \"***\", «é» = 1 }"},
		"within a character":        {"a = \"e«\u0301»x\"", "a = \"«e\u0301»x\""},
		"a long line":               {"a = \"" + long + "«b»" + long + "\"", "…" + long[:2*79] + "«b»" + long[:2*78] + "…"},
		"the end of a long line":    {"a = \"" + long + "«b»\"", "…" + long[:2*156] + "«b»\""},
		"the start of a long line":  {"«a» = \"" + long + "\"", "«a» = \"" + long[:2*153] + "…"},
		"a long range":              {"a = «\"" + long + "\"»", "…«\"" + long[:2*157] + "»…"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, remark(snippetAt("a.zsv.hcl", test.source))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.source, diff)
			}
		})
	}
}

func TestSnippetContext(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"component \"a\" \"b\" {\n  «c» = 1\n}":                      `component "a" "b"`,
		"«component \"a\" \"b\"» {\n  c = 1\n}":                      `component "a" "b"`,
		"zsv {\n «a» = 1\n}":                                         "zsv",
		"secret \"a\" {\n  key \"b\" {\n    «c» = 1\n  }\n}":         `secret "a"`,
		"component \"a\" \"b\" {\n  c = {\n d = «1»\n }\n}\ne = 1\n": `component "a" "b"`,
		"component \"a\" \"b\" { «c» = 1":                            `component "a" "b"`,
		"stack a password = \"CANARY\" {\n  «c» = 1\n}":              "",
		"a {\n}\n«b» = 1":                                            "",
		"«a» = {\n}":                                                 "",
	} {
		got := ""
		if context := snippetAt("a.zsv.hcl", source).Context; context != nil {
			got = *context
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

func TestSnippetOfNoPlace(t *testing.T) {
	t.Parallel()
	s := newSnippets(func(name string) []byte {
		return map[string][]byte{"a.zsv.hcl": []byte("a = 1\n"), "large.zsv.hcl": make([]byte, snippetFile+1), "empty.zsv.hcl": {}}[name]
	})
	for name, r := range map[string]hcl.Range{
		"no file":    {Filename: "b.zsv.hcl"},
		"empty file": {Filename: "empty.zsv.hcl"},
		"large file": {Filename: "large.zsv.hcl"},
		"behind":     {Filename: "a.zsv.hcl", Start: hcl.Pos{Byte: 7}, End: hcl.Pos{Byte: 8}},
		"before":     {Filename: "a.zsv.hcl", Start: hcl.Pos{Byte: -1}},
		"inside out": {Filename: "a.zsv.hcl", Start: hcl.Pos{Byte: 3}, End: hcl.Pos{Byte: 2}},
	} {
		if got := s.at(r); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestSnippetReadsAFileOnce(t *testing.T) {
	t.Parallel()
	reads := 0
	s := newSnippets(func(string) []byte { reads++; return []byte("a = 1\n") })
	for range 3 {
		s.at(hcl.Range{Filename: "a.zsv.hcl"})
	}
	if reads != 1 {
		t.Errorf("%d reads", reads)
	}
}

// FuzzSnippet asks for any range of any text, and hides a canary in a valid file beside it.
func FuzzSnippet(f *testing.F) {
	for _, seed := range []string{
		"a = 1\n", "password = \"x", "password = <<EOT\nx\nEOT\n", "{\"a\": [1]}", "a \"b\" {\n}\n", "\xff\n\r\n", "${%{\"", "x://u:p@h", "é{{a.b}}",
	} {
		f.Add(seed, 0, len(seed), "a.zsv.hcl")
		f.Add(seed, 1, 2, "a.zsv.json")
	}
	f.Fuzz(func(t *testing.T, text string, start, end int, filename string) {
		checkSnippet(t, newSnippets(func(string) []byte { return []byte(text) }), hcl.Range{
			Filename: filename, Start: hcl.Pos{Byte: start}, End: hcl.Pos{Byte: end},
		})
		for _, name := range []string{"password", "a-token", "default"} {
			checkCanary(t, name, text)
		}
	})
}

func checkSnippet(t *testing.T, s *snippets, r hcl.Range) {
	t.Helper()
	got := s.at(r)
	switch {
	case got == nil:
		return
	case got.HighlightStartOffset < 0, got.HighlightEndOffset < got.HighlightStartOffset, got.HighlightEndOffset > len(got.Code):
		t.Fatalf("the highlight lies outside of the code: %+v", got)
	case strings.Count(got.Code, "\n") >= snippetLines:
		t.Fatalf("too many lines: %+v", got)
	}
	for line := range strings.SplitSeq(got.Code, "\n") {
		if n, _ := textseg.TokenCount([]byte(line), textseg.ScanGraphemeClusters); n > snippetColumns && utf8.ValidString(line) {
			t.Fatalf("a line of %d columns: %q", n, line)
		}
	}
}

// checkCanary puts a text with a canary in the place of a secret, in each way in which it can be written.
func checkCanary(t *testing.T, name, text string) {
	t.Helper()
	const canary = "CANARY"
	quoted := hclQuote(text + " " + canary)
	if strings.Contains(text, "{{") || strings.Contains(text, "ignore") {
		return // what is a reference is shown, and so is a comment that turns a rule off
	}
	for _, source := range []string{
		name + " = " + quoted + "\n",
		"c \"a\" \"b\" {\n  x = { " + name + " = " + quoted + ", y = 1 }\n  z = 1\n}\n",
		name + " = [\n  " + quoted + ",\n  { a = " + quoted + " }\n]\n",
		"secret \"a\" {\n  key \"b\" { value = " + quoted + " }\n  x = [" + quoted + "]\n}\n",
		"variable \"a\" {\n  defualt = {\n    a = " + quoted + "\n  }\n}\n",
		"locals {\n  a = [{ name = \"b\", value = " + quoted + " }]\n}\n",
		name + " = lower(true ? " + quoted + " : \"${" + quoted + "}\")\n",
	} {
		if got := shown("a.zsv.hcl", source); strings.Contains(got, canary) {
			t.Fatalf("%s\nis shown as\n%s", source, got)
		}
	}
}

// hclQuote writes a text as a string of HCL.
func hclQuote(text string) string {
	return `"` + strings.NewReplacer("\\", `\\`, "\"", `\"`, "\n", `\n`, "\r", `\r`, "${", "$${", "%{", "%%{").Replace(
		strings.ToValidUTF8(text, "")) + `"`
}

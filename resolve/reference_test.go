package resolve_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/resolve"
)

// A vector is a string and what ZenML's regular expression makes of it.
type vector struct {
	Value     string
	Reference *struct{ Name, Key string }
}

func (v vector) check(t *testing.T) {
	t.Helper()
	got, ok := resolve.ParseReference(v.Value)
	switch {
	case v.Reference == nil && ok:
		t.Errorf("%q is no reference, but reads as %+v", v.Value, got)
	case v.Reference != nil && (!ok || got != resolve.Reference(*v.Reference)):
		t.Errorf("%q is the reference %+v, but reads as %+v, %v", v.Value, *v.Reference, got, ok)
	}
}

func TestParseReferenceAgreesWithTheVectors(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/references.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, references := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); rows++ {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		if v.Reference != nil {
			references++
		}
		v.check(t)
	}
	if rows != 2000 || references == 0 {
		t.Errorf("%d rows with %d references: the file is not the one that was meant", rows, references)
	}
}

func TestParseReference(t *testing.T) {
	t.Parallel()
	accepted := map[string]resolve.Reference{
		"{{s.k}}":               {Name: "s", Key: "k"},
		"{{ s.k }}":             {Name: "s", Key: "k"},
		"{{\n\ts.k\u00a0}}":     {Name: "s", Key: "k"},
		"{{\x1cs.k\x1f\u0085}}": {Name: "s", Key: "k"},
		"{{s.k.x}}":             {Name: "s", Key: "k.x"},
		"{{my-secret.key-1}}":   {Name: "my-secret", Key: "key-1"},
		"{{team/x.k}}":          {Name: "team/x", Key: "k"},
		"{{é.ü}}":               {Name: "é", Key: "ü"},
		"{{a.b}}{{c.d}}":        {Name: "a", Key: "b}}{{c.d"},
		"{{..k}}":               {Name: "", Key: ".k"},
		"{{...}}":               {Name: "", Key: ".."},
		"{{s..}}":               {Name: "s", Key: "."},
		"{{{a.b}}}":             {Name: "{a", Key: "b}"},
		"{{s\u200b.k}}":         {Name: "s\u200b", Key: "k"},
		"{{\xff.\xfe}}":         {Name: "\xff", Key: "\xfe"},
	}
	for text, want := range accepted {
		if got, ok := resolve.ParseReference(text); !ok || got != want {
			t.Errorf("%q reads as %+v, %v; want %+v", text, got, ok, want)
		}
	}
	refused := []string{
		"", "{{", "}}", "{{}}", "{{}", "{}}", "{{.}}", "{{..}}", "{{s . k}}", "{{s .k}}", "{{s. k}}", "{{.k}}", "{{s.}}", "{{sk}}",
		"{s.k}", "${{s.k}}", " {{s.k}}", "{{s.k}}\n", "user:{{s.k}}@host", "{{s.k}", "{{a.b}} {{c.d}}", "{{ .k }}",
	}
	for _, text := range refused {
		if got, ok := resolve.ParseReference(text); ok {
			t.Errorf("%q reads as %+v; it is no reference", text, got)
		}
	}
}

func TestReferenceString(t *testing.T) {
	t.Parallel()
	for want, reference := range map[string]resolve.Reference{
		"{{s.k.x}}": {Name: "s", Key: "k.x"},
		"{{..k}}":   {Name: "", Key: ".k"},
		"s":         {Name: "s"},
	} {
		if got := reference.String(); got != want {
			t.Errorf("%+v is written %q, want %q", reference, got, want)
		}
	}
}

// The alphabet of random strings: what the grammar turns on, every character that some language calls blank, some that
// none does, and ordinary ones.
var alphabet = []rune("{{{{}}}}....ab_-/é$%\\\" \t\n\v\f\r\x1c\x1d\x1e\x1f\x00\x1b\u0085\u00a0\u1680\u180e\u2000\u2003\u200a" +
	"\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff😀")

func randomText(random *rand.Rand) string {
	var text strings.Builder
	if random.IntN(4) > 0 {
		text.WriteString("{{")
	}
	for range random.IntN(12) {
		text.WriteRune(alphabet[random.IntN(len(alphabet))])
	}
	if random.IntN(4) > 0 {
		text.WriteString("}}")
	}
	return text.String()
}

// pythonGrammar is what ZenML does with each string of a JSON array on its standard input.
const pythonGrammar = `
import json, re, sys
def read(value):
    if not re.compile(r"\{\{\s*\S+?\.\S+\s*\}\}").fullmatch(value):
        return {"value": value, "reference": None}
    name, key = value[2:-2].split(".", 1)
    return {"value": value, "reference": {"name": name.strip(), "key": key.strip()}}
json.dump([read(value) for value in json.load(sys.stdin)], sys.stdout)
`

func TestParseReferenceAgreesWithPython(t *testing.T) {
	t.Parallel()
	if err := exec.Command("python3", "-c", "import json, re").Run(); err != nil {
		t.Skipf("there is no Python to compare with (%v); install python3 to run this test", err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var texts []string
	for range 20_000 {
		texts = append(texts, randomText(random))
	}
	for r := rune(0); r < 0x3100; r++ { // what is a blank, character by character
		texts = append(texts, "{{"+string(r)+"a.b}}", "{{a"+string(r)+".b}}")
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	python := exec.Command("python3", "-I", "-c", pythonGrammar)
	python.Stdin = bytes.NewReader(input)
	output, err := python.Output()
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(output, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != len(texts) {
		t.Fatalf("Python answered for %d of %d strings", len(vectors), len(texts))
	}
	for _, v := range vectors {
		v.check(t)
	}
}

func TestFindReferences(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"":                                 nil,
		"no braces":                        nil,
		"{{s.k}}":                          {"{{s.k}}"},
		" {{s.k}}\n":                       {"{{s.k}}"},
		"postgres://ml:{{db.password}}@db": {"{{db.password}}"},
		"{{a.b}}{{c.d}}":                   {"{{a.b}}", "{{c.d}}"},
		"{{a.b}}-{{a.b}}":                  {"{{a.b}}", "{{a.b}}"},
		"${{s.k.x}}":                       {"{{s.k.x}}"},
		"{{{a.b}}}":                        {"{{a.b}}"},
		"{{{{a.b}}}}":                      {"{{a.b}}"},
		"{{x{{a.b}}y}}":                    {"{{a.b}}"},
		"{{a{b.c}}":                        nil,
		"{{a.b}c}}":                        nil,
		"{{ a.b }}":                        nil,
		"x {{a .b}}":                       nil,
		"{{if .x}}{{s.k}}{{end}}":          {"{{s.k}}"},
		"{{.k}} {{s.}} {{sk}} {{}}":        nil,
		"x{{..k}}":                         {"{{..k}}"},
		"é{{é.ü}}é":                        {"{{é.ü}}"},
		"\xff{{\xff.k}}":                   {"{{\xff.k}}"},
		"{{a.b":                            nil,
		"a.b}}":                            nil,
		"{{a.b} }":                         nil,
	}
	for text, want := range tests {
		var got []string
		for _, found := range resolve.FindReferences(text) {
			got = append(got, text[found.Start:found.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// Texts on which a scanner that looks ahead for each opening brace would take very long.
func TestFindReferencesTakesLinearTime(t *testing.T) {
	t.Parallel()
	const n = 1 << 18
	for _, text := range []string{
		strings.Repeat("{", n), strings.Repeat("}", n), strings.Repeat("{{a.", n/4), strings.Repeat("{{a.b}", n/6),
		"{{a." + strings.Repeat("x", n), "{{" + strings.Repeat(".", n), strings.Repeat("{{a.b}{", n/7),
	} {
		if found := resolve.FindReferences(text); len(found) > 0 {
			t.Errorf("%d references in %q...", len(found), text[:10])
		}
		resolve.ParseReference("{{" + text + "}}")
		resolve.NearMiss(text)
	}
}

var seeds = []string{
	"", "{{s.k}}", "{{ s.k }}", "{{a.b}}{{c.d}}", "{{..k}}", "{{s . k}}", "{{.k}}", "{{s.}}", "{{sk}}", "{s.k}", "${{s.k}}",
	" {{s.k}}", "user:{{s.k}}@host", "{{{a.b}}}", "{{ if .Values.x }}y{{ end }}", "{{s\u200b.k}}", "{{é.ü}}\xff", "{{a.b\u0085}}",
}

func FuzzParseReference(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reference, ok := resolve.ParseReference(text)
		if !ok {
			if reference != (resolve.Reference{}) {
				t.Errorf("%q is refused but reads as %+v", text, reference)
			}
			return
		}
		if reference.Key == "" || strings.Contains(reference.Name, ".") {
			t.Errorf("%q reads as %+v", text, reference)
		}
		if again, ok := resolve.ParseReference(reference.String()); !ok || again != reference {
			t.Errorf("%q is written %q, which reads as %+v, %v", text, reference, again, ok)
		}
	})
}

func FuzzFindReferences(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, found := range resolve.FindReferences(text) {
			if found.Start < end || found.End <= found.Start || found.End > len(text) {
				t.Fatalf("%q: a reference from %d to %d behind %d", text, found.Start, found.End, end)
			}
			end = found.End
			part := text[found.Start:found.End]
			if reference, ok := resolve.ParseReference(part); !ok || reference != found.Reference || part != found.String() {
				t.Errorf("%q: found %+v at %q, which reads as %+v, %v", text, found.Reference, part, reference, ok)
			}
		}
		if reference, ok := resolve.ParseReference(text); ok && !strings.ContainsAny(reference.Name+reference.Key, "{}") &&
			text == reference.String() && len(resolve.FindReferences(text)) != 1 {
			t.Errorf("%q is a reference that is not found in itself", text)
		}
	})
}

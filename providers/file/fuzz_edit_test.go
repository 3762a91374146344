package file

import (
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/providers"
)

// The editors promise: after an edit the change is there and everything else is what it was, or there is an error and
// no new text. What is there is asked as users ask, not as the editors verify it.

func FuzzEditYAML(f *testing.F)   { fuzzEdits(f, yamlFormat{}, "yaml") }
func FuzzEditJSON(f *testing.F)   { fuzzEdits(f, jsonFormat{}, "json") }
func FuzzEditDotenv(f *testing.F) { fuzzEdits(f, dotenvFormat{}, "dotenv") }

func fuzzEdits(f *testing.F, format format, name string) {
	f.Helper()
	paths, err := filepath.Glob("testdata/edits/" + name + "/*.txt")
	if err != nil || len(paths) == 0 {
		f.Fatalf("there are no edits: %v", err)
	}
	for i, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data), uint8(i), "s", "a", "x\ny")
		f.Add(string(archive.Files[0].Data), uint8(i), "base", "key", "\x00'\"\\ # ")
	}
	f.Fuzz(func(t *testing.T, text string, what uint8, secret, key, value string) {
		checkEdit(t, format, text, what, secret, key, value)
	})
}

// checkEdit makes one of several edits and holds what comes of it to the promise.
func checkEdit(t *testing.T, f format, text string, what uint8, secret, key, value string) {
	t.Helper()
	before, err := f.parse([]byte(text))
	if err != nil {
		return
	}
	if _, isVariables := f.(dotenvFormat); isVariables {
		secret = providers.VariableName(secret)
	}
	change := providers.Change{Location: secret, Keep: what&4 != 0, Condition: providers.Condition(what >> 3 % 3)}
	if what&1 == 0 {
		change.Set = map[string]providers.Value{key: providers.NewValue(value)}
	}
	if what&2 != 0 {
		change.Remove = []string{key + "2"}
	}
	want := all(before)
	removes := what>>5 == 1
	var edited []byte
	switch names, ok := before.(register); {
	case ok && what>>5 == 1:
		edited, err = names.remove(secret)
		maps.DeleteFunc(want, func(name [2]string, _ string) bool { return name[0] == secret })
	case ok && what>>5 == 2 && f.vet(providers.Change{Location: key}) == nil:
		edited, err = names.rename(secret, key)
		renameAll(want, secret, key)
	case f.vet(change) != nil:
		return
	default:
		var written providers.Written
		edited, written, err = before.write(change)
		expect(want, before, change, written)
		removes = len(written.Removed) > 0
	}
	checkEdited(t, f, text, edited, err, want)
	if _, isYAML := f.(yamlFormat); isYAML && !removes && edited != nil {
		checkComments(t, text, string(edited))
	}
}

// checkComments demands of an edit that removes nothing that the comments which the library sees are all there.
func checkComments(t *testing.T, text, edited string) {
	t.Helper()
	var document yaml.Node
	if yaml.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &document) != nil {
		return
	}
	var check func(node *yaml.Node)
	check = func(node *yaml.Node) {
		for line := range strings.Lines(node.HeadComment + "\n" + node.LineComment + "\n" + node.FootComment) {
			if !strings.Contains(edited, strings.TrimSpace(line)) {
				t.Errorf("%q becomes %q, without the comment %q", text, edited, line)
			}
		}
		for _, child := range node.Content {
			check(child)
		}
	}
	check(&document)
}

func renameAll(want map[[2]string]string, from, to string) {
	for name, value := range maps.Clone(want) {
		if name[0] == from {
			delete(want, name)
			want[[2]string{to, name[1]}] = value
		}
	}
}

// expect makes in a model what was said to be written.
func expect(want map[[2]string]string, document document, change providers.Change, written providers.Written) {
	name := func(key string) [2]string {
		if _, isVariables := document.(*dotenvDocument); isVariables {
			return [2]string{"", providers.VariableOf(change.Location, key)}
		}
		return [2]string{change.Location, key}
	}
	for _, key := range written.Removed {
		delete(want, name(key))
	}
	for _, key := range written.Set {
		want[name(key)] = change.Set[key].Reveal()
	}
}

func checkEdited(t *testing.T, f format, text string, edited []byte, err error, want map[[2]string]string) {
	t.Helper()
	var known *providers.Error
	switch {
	case err != nil:
		isKnown := errors.As(err, &known) || errors.Is(err, providers.ErrSecretExists) || errors.Is(err, providers.ErrSecretMissing)
		if edited != nil || !isKnown && !errors.Is(err, errNoWay) && !errors.Is(err, errBoundless) {
			t.Errorf("%q: a text of %d bytes and the error %v", text, len(edited), err)
		}
		return
	case edited == nil: // nothing to do
		return
	}
	after, err := f.parse(edited)
	if err != nil {
		t.Fatalf("%q becomes %q, which cannot be read: %v", text, edited, err)
	}
	if got := all(after); !maps.Equal(got, want) {
		t.Errorf("%q becomes %q, with %q, want %q", text, edited, got, want)
	}
}

// all returns the values of a document by secret and key; of a file of variables, by these.
func all(found document) map[[2]string]string {
	values := map[[2]string]string{}
	if variables, ok := found.(*dotenvDocument); ok {
		for name, value := range variables.values {
			values[[2]string{"", name}] = value
		}
		return values
	}
	names, _ := found.(register).List()
	for _, name := range names {
		for key, value := range found.Fetch(providers.Query{Location: name}).Values {
			values[[2]string{name, key}] = value.Reveal()
		}
	}
	return values
}

// Line ends, the byte order mark and the end of the file are kept as they are.
func TestEditsOfOddTexts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		format                 format
		before, command, after string
	}{
		"yaml CRLF": {yamlFormat{}, "s:\r\n  a: x # c\r\n\r\nt:\r\n  b: y\r\n", `set s.a=1; set s.b=a\nb`,
			"s:\r\n  a: \"1\" # c\r\n  b: |-\r\n    a\r\n    b\r\n\r\nt:\r\n  b: y\r\n"},
		"yaml without an end":  {yamlFormat{}, "s:\n  a: x", "set s.b=y z", "s:\n  a: x\n  b: \"y z\"\n"},
		"yaml with a mark":     {yamlFormat{}, "\ufeffs:\n  a: x\n", "set s.a=y z", "\ufeffs:\n  a: \"y z\"\n"},
		"yaml with a null end": {yamlFormat{}, "s:\n  a: x\nt:", "set t.b=y z", "s:\n  a: x\nt:\n  b: \"y z\"\n"},
		"yaml with tabs": {yamlFormat{}, "s:\n  a: x\t# c\t\n  b:\ty\n", "set s.a=1; set s.b=2",
			"s:\n  a: \"1\"\t# c\t\n  b:\t\"2\"\n"},
		"yaml with wide characters": {yamlFormat{}, "\u00fc: {}\n\U0001f511: # c\n  \u00fc: x # c\n", "set \U0001f511.\u00fc=1",
			"\u00fc: {}\n\U0001f511: # c\n  \u00fc: \"1\" # c\n"},
		"yaml with breaks of its own": {yamlFormat{}, "s: {a: x}\u0085t: {b: y}\n", "set s.a=1", "s: {a: \"1\"}\nt: {b: y}\n"},
		"yaml with blanks at the end": {yamlFormat{}, "s:\n  a: x  \n\n\n", "set t.b=y", "s:\n  a: x  \nt:\n  b: \"y\"\n\n\n"},
		"yaml lines with blanks": {yamlFormat{}, "s: {}\n", `set s.a=  one\n\n two\n`,
			"s:\n  a: |2\n      one\n\n     two\n"},
		"json with a mark":                 {jsonFormat{}, "\ufeff{}", "set s.a=x", "\ufeff{\n  \"s\": {\n    \"a\": \"x\"\n  }\n}"},
		"json CRLF":                        {jsonFormat{}, "{\r\n \"s\": {\r\n  \"a\": 1\r\n }\r\n}", "set s.b=x", "{\r\n \"s\": {\r\n  \"a\": 1,\r\n  \"b\": \"x\"\r\n }\r\n}"},
		"dotenv with a mark":               {dotenvFormat{}, "\ufeffS_A=x\n", "set S.a=y; set S.b=z", "\ufeffS_A=y\nS_B=z\n"},
		"dotenv without an end":            {dotenvFormat{}, "S_A=x", "set S.b=y", "S_A=x\nS_B=y\n"},
		"dotenv CRLF":                      {dotenvFormat{}, "S_A=x # c\r\n", "set S.a=1; set S.b=y", "S_A=1 # c\r\nS_B=y\r\n"},
		"dotenv of nothing":                {dotenvFormat{}, "S_A= # c\nS_B=", "set S.a=1; set S.b=2", "S_A=1 # c\nS_B=2"},
		"dotenv, the only line":            {dotenvFormat{}, "S_A=x", "remove S.a", ""},
		"dotenv, the only line, ended":     {dotenvFormat{}, "S_A=x\n", "remove S.a", ""},
		"dotenv, the only line, CRLF":      {dotenvFormat{}, "S_A=x\r\n", "remove S.a", ""},
		"dotenv, the only line, exported":  {dotenvFormat{}, "export S_A='x\ny' # c", "remove S.a", ""},
		"dotenv, the only line, marked":    {dotenvFormat{}, "\ufeffS_A=x", "remove S.a", "\ufeff"},
		"dotenv, the only variable, twice": {dotenvFormat{}, "S_A=x\nS_A=y", "remove S.a", ""},
		"dotenv, all lines":                {dotenvFormat{}, "S_A=x\nS_B=y", "remove S.a; remove S.b", ""},
		"dotenv, one for another":          {dotenvFormat{}, "S_A=x", "remove S.a; set S.b=y", "S_B=y\n"},
		"dotenv, the first line":           {dotenvFormat{}, "S_A=x\nS_B=y", "remove S.a", "S_B=y"},
		"dotenv, the last line":            {dotenvFormat{}, "S_A=x\nS_B=y", "remove S.b", "S_A=x\n"},
		"dotenv, the last line, CRLF":      {dotenvFormat{}, "S_A=x\r\nS_B=y", "remove S.b", "S_A=x\r\n"},
		"dotenv, before a comment":         {dotenvFormat{}, "S_A=x\n# c", "remove S.a", "# c"},
		"dotenv, after a comment":          {dotenvFormat{}, "# c\nS_A=x", "remove S.a", "# c\n"},
	} {
		if got := edit(t, test.format, test.before, test.command); got != test.after {
			t.Errorf("%s: %q\nbecomes %q\nwant    %q", name, test.before, got, test.after)
		}
	}
}

// commented has what people write.
var commented = strings.Join([]string{
	"# Secrets of the team.", "", "s: # one", "    # who", "    a: ml # plain", "", "    b: |", "        one", "", "        two", "",
	"t:", "    c: 'x'", "    # in reserve", "# The last word.", "",
}, "\n")

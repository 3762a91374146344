package file

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// Values are the bytes that were stored; numbers, booleans and dates are as they stand in the file.
func TestFetch(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ path, text, want string }{
		"yaml": {"s.yaml", "s:\n  int: 007\n  float: 1.50\n  hex: 0x1F\n  bool: TRUE\n  date: 2020-01-01\n  empty: ''\n  null: ~\n" +
			"  none:\n  list: [x]\n  tag: !x y\n  bin: !!binary /w==\n  bad: !!binary '?'\n  lines: |\n    a\n    b\n  a: 1\n  a: 2\n",
			`present: bin="\xff" bool="TRUE" date="2020-01-01" empty="" float="1.50" hex="0x1F" int="007" lines="a\nb\n" ` +
				`a:invalid bad:invalid list:invalid null:missing none:missing tag:invalid absent:missing`},
		"json": {"s.json", `{"s": {"int": 1.50e3, "bool": false, "empty": "", "null": null, "list": [1], "text": "\u00fc\u0000", ` +
			`"half": "\ud800", "whole": "\ud83d\udd11\ufffd"}}`,
			`present: bool="false" empty="" int="1.50e3" text="ü\x00" whole="🔑` + "\ufffd" + `" half:invalid list:invalid null:missing absent:missing`},
		"yaml null":      {"s.yaml", "s: ~\n", `missing:`},
		"yaml no secret": {"s.yaml", "s: [x]\n", `unverified invalid:`},
		"no store":       {"s.yaml", "", `missing:`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if test.text != "" {
				write(t, dir, test.path, test.text)
			}
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", test.path), nil)
			query := providers.Query{Location: "s", Keys: []string{"a", "absent", "bad", "bin", "bool", "date", "empty", "float", "half",
				"hex", "int", "lines", "list", "none", "null", "tag", "text", "whole"}}
			if diff := cmp.Diff(wordsOf(test.want), wordsOf(described(t, checker, query))); diff != "" {
				t.Errorf("with keys (-want +got):\n%s", diff)
			}
		})
	}
}

// Without keys all are wanted.
func TestFetchAll(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"s.yaml": `present: a="1" b="" d:invalid`, "d": `present: a="1" b=""`,
		".env": `unverified unsupported:`,
	} {
		dir := t.TempDir()
		write(t, dir, "s.yaml", "s: {a: 1, b: '', c: ~, d: []}\n")
		write(t, dir, "d/s/a", "1")
		write(t, dir, "d/s/b", "")
		write(t, dir, "d/s/c/other", "x")
		write(t, dir, ".env", "S_A=1\n")
		checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
		got := described(t, checker, providers.Query{Location: "s"})
		if diff := cmp.Diff(wordsOf(want), wordsOf(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// Variables do not tell secrets from their keys, so what is about whole secrets cannot be done with them.
func TestWhatDotenvCannotDo(t *testing.T) {
	t.Parallel()
	checker := newChecker(t, t.TempDir(), `path = ".env"`, nil)
	_, lists := checker.(providers.Lister)
	_, listsKeys := checker.(providers.KeyLister)
	_, deletes := checker.(providers.Deleter)
	_, renames := checker.(providers.Renamer)
	if lists || listsKeys || deletes || renames {
		t.Errorf("a dotenv file lists %t, lists keys %t, deletes %t, renames %t", lists, listsKeys, deletes, renames)
	}
}

// What a variable cannot be named, or hold, is refused.
func TestVetDotenv(t *testing.T) {
	t.Parallel()
	checker := newChecker(t, t.TempDir(), `path = ".env"`, nil).(providers.Writer)
	values := func(keys ...string) map[string]providers.Value {
		all := map[string]providers.Value{}
		for _, key := range keys {
			all[key] = providers.NewValue("x")
		}
		return all
	}
	for want, change := range map[string]providers.Change{
		"no error": {Location: "ML", Set: values("a-b", "c"), Remove: []string{"d", "c_"}},
		`invalid: the keys "a-b" and "a_b" are both in the variable ML_A_B; give one of them another name`: {
			Location: "ML", Set: values("a-b", "a_b")},
		`invalid: the keys "a-b" and "A b" are both in the variable ML_A_B; give one of them another name`: {
			Location: "ML", Set: values("a-b"), Remove: []string{"A b"}},
		`invalid: the key "k" would be in the variable 1_K, which no shell can set: a name begins with a letter or "_"`: {
			Location: "1", Set: values("k")},
	} {
		if err := checker.Vet(change); refusal(err) != want {
			t.Errorf("got %s\nwant %s", refusal(err), want)
		}
	}
}

// wordsOf sorts words, and leaves out keys that are simply not there.
func wordsOf(text string) []string {
	words := strings.Fields(text)
	slices.Sort(words)
	return slices.DeleteFunc(words, func(word string) bool { return strings.HasSuffix(word, ":missing") })
}

// described says what Fetch gives for a query.
func described(t *testing.T, checker providers.Checker, query providers.Query) string {
	t.Helper()
	words := ""
	must(t, checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{query}, func(_ int, f providers.Fetched) {
		words = f.Secret.String()
		if f.Reason != "" {
			words += " " + string(f.Reason)
		}
		words += ":"
		for key, value := range f.Values {
			words += fmt.Sprintf(" %s=%q", key, value.Reveal())
		}
		for key, state := range f.Keys {
			if state.Status == providers.Unverified {
				words += fmt.Sprintf(" %s:%s", key, state.Reason)
			} else {
				words += fmt.Sprintf(" %s:%s", key, state.Status)
			}
		}
	}))
	return words
}

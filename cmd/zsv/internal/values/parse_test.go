package values_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
)

func revealed(keys values.Keys) map[string]string {
	all := map[string]string{}
	for key, value := range keys {
		all[key] = value.Reveal()
	}
	return all
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, text string
		want             map[string]string
	}{
		{"YAML", "", "user: ml\npassword: 'it''s'\n", map[string]string{"user": "ml", "password": "it's"}},
		{"scalars keep their source", "", "a: 007\nb: 1e3\nc: yes\nd: 2026-01-01\ne: 0x1F\nf: ''\n",
			map[string]string{"a": "007", "b": "1e3", "c": "yes", "d": "2026-01-01", "e": "0x1F", "f": ""}},
		{"keys of any kind", "", "client-id: a\nx.y: b\n1: c\ntrue: d\n\"\": e\n",
			map[string]string{"client-id": "a", "x.y": "b", "1": "c", "true": "d", "": "e"}},
		{"lines", "", "pem: |\n  one\n  two\n", map[string]string{"pem": "one\ntwo\n"}},
		{"bytes", "", "b: !!binary /wA=\n", map[string]string{"b": "\xff\x00"}},
		{"anchors", "", "a: &x v\nb: *x\n", map[string]string{"a": "v", "b": "v"}},
		{"a flow map", "", "{a: v, b: w}", map[string]string{"a": "v", "b": "w"}},
		{"JSON", "s.json", "{\"a\": \"v\", \"n\": 1.50, \"t\": true}", map[string]string{"a": "v", "n": "1.50", "t": "true"}},
		{"JSON without a name", "", `{"a": "\ud83d\ude00"}`, map[string]string{"a": "😀"}},
		{"a byte order mark", "s.yaml", "\ufeffa: v\n", map[string]string{"a": "v"}},
		{"dotenv", ".env", "A=v # comment\nexport B='w x'\n", map[string]string{"A": "v", "B": "w x"}},
		{"dotenv of a stage", "x/.env.prod", "A=v\n", map[string]string{"A": "v"}},
		{"an empty map", "", "{}", map[string]string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			keys, err := values.ParseKeys(test.file, []byte(test.text))
			if diff := cmp.Diff(test.want, revealed(keys)); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// What is no map of keys is refused, with its line and without a word of the text.
func TestTextsThatAreNoKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, text, want string }{
		{"", "", "expected a map, not an empty text"},
		{"", "canary", "line 1: expected a map of keys to values"},
		{"", "- canary\n", "line 1: expected a map of keys"},
		{"", "a: canary\na: canary\n", "line 2: expected each name once"},
		{"", "a:\n  canary: canary\n", "line 2: expected a single value for each key"},
		{"", "a: [canary]\n", "line 1: expected a map of keys, or a single value"},
		{"", "x: y\na: null\n", "line 2: expected a value for each key"},
		{"", "a: canary\n\tcanary\n", "expected YAML"},
		{"", "a: 'canary\n", "expected YAML"},
		{"", "a: canary\n---\nb: canary\n", "line 2: expected the end of the text: zsv reads one YAML document"},
		{"", "a: !!binary '*canary*'\n", "line 1: expected base64"},
		{"", "a: !canary canary\n", "line 1: expected text without a tag"},
		{"", "<<: {a: canary}\n", "line 1: expected the name of a secret or a key"},
		{"", "a: &a {b: *a}\n", "expected"},
		{"", "{\"a\": \"canary\"", "expected YAML"},
		{"s.json", "{\"a\": \"canary\"", "expected JSON"},
		{"s.json", "a: canary", "expected JSON"},
		{"", "{\"a\": {\"b\": \"canary\"}}", "line 1: expected a single value"},
		{"", "{\n\"a\": \"x\",\n\"a\": \"canary\"}", "line 3: expected each name once"},
		{"", "{\"a\": null}", "line 1: expected a value for each key"},
		{".env", "A='canary\n", "line 1: expected a closing quote"},
		{".env", "canary canary\n", "line 1: expected NAME=VALUE"},
	} {
		_, err := values.ParseKeys(test.file, []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: the error is %v, want one with %q", test.text, err, test.want)
		}
	}
}

func TestParseFile(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"s.yaml", "s.json", "-"} {
		file, err := values.ParseFile(name, []byte(`{"a": {"k": "v", "l": "w"}, "b": {}}`))
		if err != nil || file.Variables != nil || len(file.Secrets) != 2 {
			t.Fatalf("%s: %v, %v", name, file, err)
		}
		if diff := cmp.Diff(map[string]string{"k": "v", "l": "w"}, revealed(file.Secrets["a"])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	file, err := values.ParseFile("prod.env", []byte("A_K=v\n"))
	if diff := cmp.Diff(map[string]string{"A_K": "v"}, revealed(file.Variables)); diff != "" || err != nil || file.Secrets != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for text, want := range map[string]string{
		"canary": "line 1: expected a map of secrets", "a: canary\n": "line 1: expected a map of keys",
		"a: {k: {canary: canary}}\n": "line 1: expected", "a: {k: [canary]}\n": "line 1: expected",
	} {
		if _, err := values.ParseFile("s.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: the error is %v, want one with %q", text, err, want)
		}
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	first, second := values.Secrets{}, values.Secrets{}
	one, _ := values.ParseKeys("", []byte("v: '1'"))
	two, _ := values.ParseKeys("", []byte("v: '2'"))
	if !first.Set("s", "k", one["v"]) || first.Set("s", "k", one["v"]) {
		t.Error("Set does not tell the first time from the second")
	}
	second.Set("s", "k", two["v"])
	second.Set("s", "l", two["v"])
	first.Add(second)
	if diff := cmp.Diff(map[string]string{"k": "1", "l": "2"}, revealed(first["s"])); diff != "" {
		t.Errorf("a value was replaced (-want +got):\n%s", diff)
	}
}

func FuzzParseKeys(f *testing.F) {
	for _, text := range []string{"a: b\n", `{"a": "b", "c": 1}`, "a: |\n  b\n", "a: &x b\nc: *x\n", "a: !!binary YQ==\n", "A=b\n",
		"A='b\nc'\n", "? a\n: b\n", "<<: *x\n", "a: [b]\n", "{\"a\": {", "\ufeffa: b", "--- a: b\n...\n", "%YAML 1.1\n---\na: b\n"} {
		for _, name := range []string{"", "s.json", ".env"} {
			f.Add(name, []byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		keys, err := values.ParseKeys(name, text)
		if err != nil {
			if !saysOnlyWhatIsExpected(err) {
				t.Fatalf("the error may quote the text: %v", err)
			}
			return
		}
		for _, format := range values.Formats() {
			checkRoundTrip(t, format, keys)
		}
	})
}

// saysOnlyWhatIsExpected holds an error to being one of the package's own, which are made of constants and a line.
func saysOnlyWhatIsExpected(err error) bool {
	var path *os.PathError
	text := err.Error()
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		text = strings.TrimLeft(rest, "0123456789")
		text = strings.TrimPrefix(text, ": ")
	}
	return strings.HasPrefix(text, "expected ") && !errors.As(err, &path) && len(text) < 200
}

package values_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
	"github.com/zsv-dev/zsv/providers"
)

// fileNames are names by which ParseKeys knows the formats.
var fileNames = map[string]string{values.YAML: "s.yaml", values.JSON: "s.json", values.Dotenv: "prod.env"}

func TestFormatOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"s.yaml": "yaml", "s": "yaml", "x/S.JSON": "json", ".env": "dotenv", "a/.env.prod": "dotenv",
		"prod.env": "dotenv", "-": "yaml"} {
		if got := values.FormatOf(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for format, name := range fileNames {
		if got := values.FormatOf(name); got != format {
			t.Errorf("%s: %s, want %s", name, got, format)
		}
	}
}

func TestEncodeKeys(t *testing.T) {
	t.Parallel()
	keys := values.Keys{"user": providers.NewValue("ml"), "yes": providers.NewValue("a \"quote\"\\"), "x.y": providers.NewValue("one\ntwo\n\t\u009b\U0001f600\U000e0001")}
	for format, want := range map[string]string{
		"yaml":   "user: \"ml\"\n\"x.y\": \"one\\ntwo\\n\\t\\u009b😀\\U000e0001\"\n\"yes\": \"a \\\"quote\\\"\\\\\"\n",
		"json":   "{\n  \"user\": \"ml\",\n  \"x.y\": \"one\\ntwo\\n\\t\\u009b😀\\udb40\\udc01\",\n  \"yes\": \"a \\\"quote\\\"\\\\\"\n}\n",
		"dotenv": "user=ml\nx.y='one\ntwo\n\t\u009b😀\U000e0001'\nyes='a \"quote\"\\'\n",
	} {
		got, err := values.EncodeKeys(format, keys)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", format, err, diff)
		}
	}
}

func TestEncodeSecrets(t *testing.T) {
	t.Parallel()
	secrets := values.Secrets{"a": {"k": providers.NewValue("v"), "l": providers.NewValue("\xff")}, "team/b": {}, "c": {"k": providers.NewValue("w")}}
	text, err := values.EncodeSecrets("yaml", secrets)
	want := "a:\n  k: \"v\"\n  l: !!binary \"/w==\"\nc:\n  k: \"w\"\n\"team/b\": {}\n"
	if diff := cmp.Diff(want, text); diff != "" || err != nil {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := values.EncodeSecrets("json", secrets); err == nil || !strings.Contains(err.Error(), `"a": the value of "l" is no text`) {
		t.Errorf("json takes bytes: %v", err)
	}
	delete(secrets["a"], "l")
	for _, format := range []string{"yaml", "json"} {
		text, err := values.EncodeSecrets(format, secrets)
		if err != nil {
			t.Fatal(err)
		}
		file, err := values.ParseFile("s."+format, []byte(text))
		if err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		for name, keys := range secrets {
			if diff := cmp.Diff(revealed(keys), revealed(file.Secrets[name])); diff != "" {
				t.Errorf("%s (-want +got):\n%s", format, diff)
			}
		}
	}
	if _, err := values.EncodeSecrets("dotenv", secrets); err == nil {
		t.Error("dotenv takes several secrets")
	}
}

func TestWhatFormatsCannotHold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format, key, value, want string
	}{
		{"dotenv", "a b", "canary", `the key "a b" cannot be the name of a variable`},
		{"dotenv", "", "canary", "cannot be the name"},
		{"dotenv", "a", "canary\xff", `the value of "a" is no text`},
		{"json", "a", "canary\xff", `the value of "a" is no text`},
		{"json", "a\xff", "canary", "is no text"},
		{"yaml", "a\xff", "canary", "is no text"},
	} {
		_, err := values.EncodeKeys(test.format, values.Keys{test.key: providers.NewValue(test.value)})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s %q: the error is %v, want one with %q", test.format, test.key, err, test.want)
		}
	}
}

// TestEncodeRoundTrip has what formats trip over.
func TestEncodeRoundTrip(t *testing.T) {
	t.Parallel()
	odd := []string{"", " ", "a", "-", "~", "null", "true", "1", "0x1", "1e3", "a: b", "# c", "a #b", "'", "\"", "\\", "\\n", "$x", "${x}", "`x`",
		"\n", "\r\n", "\r", "\t", " a ", "\u0085", "\u2028", "\ufeff", "\x00", "\x7f", "\U0010ffff", "{a}", "[a]", "&a", "*a", "!a", "%a", "@a", "|", ">",
		"<<", "=", "---", "...", "- a", "? a", strings.Repeat("long ", 5000), "é", "export A", "a\nb\n", "::x", "\xff", "\xed\xa0\x80"}
	for _, value := range odd {
		for _, key := range append(odd, "k", "A_b-c.d") {
			for _, format := range values.Formats() {
				checkRoundTrip(t, format, values.Keys{key: providers.NewValue(value), "other": providers.NewValue("x")})
			}
		}
	}
}

// checkRoundTrip demands the same bytes, or a refusal of what is no text or no variable.
func checkRoundTrip(t *testing.T, format string, keys values.Keys) {
	t.Helper()
	text, err := values.EncodeKeys(format, keys)
	if err != nil {
		if isHoldable(format, keys) {
			t.Fatalf("%s refuses %q: %v", format, revealed(keys), err)
		}
		return
	}
	read, err := values.ParseKeys(fileNames[format], []byte(text))
	if err != nil {
		t.Fatalf("%s: what was written cannot be read: %v\n%q", format, err, text)
	}
	if diff := cmp.Diff(revealed(keys), revealed(read)); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", format, diff)
	}
}

func isHoldable(format string, keys values.Keys) bool {
	for key, value := range keys {
		if !utf8.ValidString(key) || format != "yaml" && !utf8.ValidString(value.Reveal()) || format == "dotenv" && !isVariable(key) {
			return false
		}
	}
	return true
}

func isVariable(name string) bool {
	return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") == ""
}

func FuzzEncode(f *testing.F) {
	f.Add("k", "v", "l", "w")
	f.Add("", "\xff", "<<", "\x00")
	f.Fuzz(func(t *testing.T, k, v, l, w string) {
		for _, format := range values.Formats() {
			checkRoundTrip(t, format, values.Keys{k: providers.NewValue(v), l: providers.NewValue(w)})
		}
	})
}

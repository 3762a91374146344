package view_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
)

func written(t *testing.T, format string, list view.List) string {
	t.Helper()
	var b bytes.Buffer
	if err := view.WriteList(&b, format, list, view.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A value is shown as it is where it can be taken for nothing else, and on one line.
func TestRevealedValues(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"plain":             "plain",
		"two words":         "two words",
		`back\slash`:        `back\slash`,
		`a"b`:               `a"b`,
		"é 😀":               "é 😀",
		"":                  `""`,
		" x":                `" x"`,
		"x ":                `"x "`,
		`"x"`:               `"\"x\""`,
		"a\nb":              `"a\nb"`,
		"\x1b[31m":          `"\x1b[31m"`,
		"a\u202eb":          `"a\u202eb"`,
		"\xff\x00":          `"\xff\x00"`,
		"a\u200bb":          `"a\u200bb"`,
		"a\u00a0b":          `"a\u00a0b"`,
		`\n`:                `\n`,
		"::set-output::x":   "::set-output::x",
		"line\u2028another": `"line\u2028another"`,
	} {
		secret := view.NewRevealedSecret("s", map[string]providers.Value{"k": providers.NewValue(value)})
		if got := written(t, "text", secret); got != "k   "+want+"\n" {
			t.Errorf("%q is shown as %q, want %q", value, got, want)
		}
	}
}

func TestRevealedSecretsAreAligned(t *testing.T) {
	t.Parallel()
	secret := view.NewRevealedSecret("s", map[string]providers.Value{"k": providers.NewValue("1"), "long\x1b": providers.NewValue("2"),
		"日本": providers.NewValue("3"), "::x": providers.NewValue("4"), "": providers.NewValue("5")})
	want := "\"\"           5\n\\u003a:x          4\nk            1\nlong\\u001b   2\n日本         3\n"
	if diff := cmp.Diff(want, written(t, "text", secret)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestSecretsInJSON(t *testing.T) {
	t.Parallel()
	values := map[string]providers.Value{"text": providers.NewValue("é\u202e<&>\x00"), "bytes": providers.NewValue("\xff"), "empty": providers.NewValue("")}
	var got struct {
		Name string
		Keys map[string]struct {
			Value    *string
			Encoding string
		}
	}
	text := written(t, "json", view.NewRevealedSecret("s", values))
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	for key, value := range values {
		decoded := *got.Keys[key].Value
		if got.Keys[key].Encoding == "base64" {
			bytes, err := base64.StdEncoding.DecodeString(decoded)
			if err != nil {
				t.Fatal(err)
			}
			decoded = string(bytes)
		}
		if decoded != value.Reveal() {
			t.Errorf("%s came back as %q", key, decoded)
		}
	}
	if got.Keys["bytes"].Encoding != "base64" || got.Keys["text"].Encoding != "utf-8" {
		t.Errorf("encodings: %+v", got.Keys)
	}
	if strings.ContainsAny(text, "\u202e\x00") {
		t.Errorf("the JSON is not safe to look at: %s", strconv.Quote(text))
	}
	want := "{\n  \"name\": \"s\",\n  \"keys\": {\n    \"k\": {}\n  }\n}\n"
	if diff := cmp.Diff(want, written(t, "json", view.NewSecret("s", []string{"k"}))); diff != "" {
		t.Errorf("without values (-want +got):\n%s", diff)
	}
}

func TestWrittenSecrets(t *testing.T) {
	t.Parallel()
	for want, result := range map[string]providers.Written{
		"created in file a: 1 key.":                     {Created: true, Set: []string{"k"}},
		"created in file a: 2 keys.":                    {Created: true, Set: []string{"k", "l"}},
		"updated in file a: 1 key set.":                 {Set: []string{"k"}},
		"updated in file a: 2 keys set, 1 key removed.": {Set: []string{"k", "l"}, Removed: []string{"m"}},
		"updated in file a: 2 keys removed.":            {Removed: []string{"m", "n"}},
		"updated in file a: no key was changed.":        {},
	} {
		got := written(t, "text", view.NewWrittenSecret("s", "provider.file.a", "s", "file a", result))
		if got != "Secret \"s\" "+want+"\n" {
			t.Errorf("%+v: %q, want %q", result, got, want)
		}
	}
}

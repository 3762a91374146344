package command

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

// Whatever a program prints, nothing makes the reader panic, what is no JSON is an error, no detail has a value or a control
// character, and a secret that was not asked for is never the one that was.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"a":"1"}`, `{"l":[{"n":"a","v":"c4n4ry"}]}`, `[{"n":"mlflow","f":null}]`, "a\tb\n",
		`{"a":1,"a":2}`, "\xff",
		`[]`, `null`, `{"n":"mlflow","o":{"x":{}}}`} {
		for kind := range readers {
			f.Add(seed, kind)
		}
	}
	f.Fuzz(func(t *testing.T, text string, kind int) {
		if kind < 0 || kind >= len(readers) {
			return
		}
		secrets, err := readers[kind].read("mlflow", []byte(text))
		if err != nil {
			if len(secrets) > 0 && secrets["mlflow"] != nil && secrets["mlflow"].status == providers.Present {
				t.Fatal("what is no output has a present secret")
			}
			if !utf8.ValidString(err.Error()) || strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Fatalf("the error is %q", err)
			}
			return
		}
		for location, found := range secrets {
			judge(t, location, found)
		}
	})
}

func judge(t *testing.T, location string, f *found) {
	t.Helper()
	if f.status == providers.Unverified && f.reason == "" {
		t.Fatalf("%q is unverified without a reason", location)
	}
	if f.disclosed < 0 || f.disclosed > max(len(f.keys), 1) && f.status == providers.Present {
		t.Fatalf("%q has %d keys and disclosed %d", location, len(f.keys), f.disclosed)
	}
	for name, entry := range f.keys {
		if entry.Status == providers.Unverified && entry.Reason == "" {
			t.Fatalf("the key %q is unverified without a reason", name)
		}
		if entry.Status != providers.Present && entry.value.IsSet() {
			t.Fatalf("the key %q has a value and is %s", name, entry.Status)
		}
		if shown := fmt.Sprintf("%+v %#v", entry, entry); entry.value.IsSet() && len(entry.value.Reveal()) > 12 &&
			strings.Contains(shown, entry.value.Reveal()) {
			t.Fatalf("the value of %q shows", name)
		}
	}
}

func path(names ...string) *commandline.Path {
	p := commandline.Path(names)
	return &p
}

// readers are of every form.
var readers = []reader{
	{operation: &commandline.Operation{Output: commandline.JSON}},
	{operation: &commandline.Operation{Output: commandline.JSON, Keys: []commandline.Keys{{List: path("l"), Name: path("n"),
		Value: path("v")},
		{Object: path("o"), Optional: true}}}},
	{operation: &commandline.Operation{Output: commandline.JSON, Keys: []commandline.Keys{{List: path()}}}},
	{operation: &commandline.Operation{Output: commandline.JSON, Secret: &commandline.Secret{Name: path("n")}}},
	{operation: &commandline.Operation{Output: commandline.JSON, Secret: &commandline.Secret{List: path(), Name: path("n")}}},
	{operation: &commandline.Operation{Output: commandline.JSON, Secret: &commandline.Secret{List: path("l")}}, namesOnly: true},
	{operation: &commandline.Operation{Output: commandline.Lines}},
	{operation: &commandline.Operation{Output: commandline.Lines, OnlyKey: "value"}},
	{operation: &commandline.Operation{Output: commandline.Text, OnlyKey: "value", TrimNewline: true}},
	{operation: &commandline.Operation{Output: commandline.ExitCode}},
}

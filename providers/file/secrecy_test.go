package file

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// unparsable are files that break at or around a value, by the extension of their format.
var unparsable = map[string][]string{
	".yaml": {
		"s: {a: \"VALUE}", "s: {a: VALUE", "VALUE", "- VALUE", "s: VALUE", "s: [VALUE]", "s:\n  a: b: VALUE",
		"s: {a: *VALUE}", "s: {a: @VALUE}", "s: {a: `VALUE`}", "s:\n\tVALUE", "s: {<<: VALUE}",
		"s: {a: !VALUE x}", "s: {a: !!VALUE x}", "s: {a: [VALUE]}", "s: {a: {VALUE: x}}", "%VALUE",
		"s: {a: \"\\VALUE\"}", "s: {a: x}\n---\nVALUE", "s: {? [VALUE] : x}", "s: {a: VALUE\x00}",
		"s: {a: VALUE\xff}", "s: {a: 'VALUE", "s: {a: !!int VALUE}", "s: {a: !!binary VALUE}",
		"s: {a: &VALUE x, b: *VALUEx}", "s: {a: VALUE, a: VALUE}", "s: |VALUE\n x",
		"apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: VALUE!}", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: VALUE",
		"apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: [VALUE]}\ndata: {b: 5}", "apiVersion: v1\nkind: Secret\nmetadata: VALUE",
		"apiVersion: v1\nkind: List\nitems: VALUE", "apiVersion: v1\nkind: Secret\n---\nVALUE", "apiVersion: v1\nkind: Secret\n---\na: 'VALUE",
		"s: {a: VALUE}\nsops: {mac: VALUE, lastmodified: x}", "s: {a: x}\nsops: {" + notes + ", encrypted_regex: '(VALUE'}",
		"s: {a: VALUE, b: 'ENC[AES256_GCM,x]'}\nsops: {" + notes + "}", "s: {a: 'ENC[AES256_GCM,VALUE]'}",
		"s: {a: VALUE, b: '" + encrypted + "'}\nsops: {" + notes + "}\n---\nVALUE", "- VALUE\n- sops: {mac: x, lastmodified: x}",
	},
	".json": {
		"VALUE", "\"VALUE\"", "[\"VALUE\"]", `{"s": "VALUE"}`, `{"s": ["VALUE"]}`, `{"s": {"a": ["VALUE"]}}`,
		`{"s": {"a": VALUE}}`, `{"s": {"a": "VALUE}}`, `{"s": {"a": "VALUE"}`, `{"s": {"a": "VALUE" "b"}}`,
		`{"s": {"a": "\VALUE"}}`, "{\"s\": {\"a\": \"VALUE\n\"}}", `{"s": {"a": "VALUE", "a": "VALUE"}}`,
		`{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "VALUE!", "b": 5}, "stringData": {"a-": "\ud800VALUE"}}`,
		`{"s": {"a": "VALUE"}, "sops": {"mac": "VALUE", "lastmodified": "x"}}`, `{"sops": {` + jsonNotes + `}, "data": "VALUE"}`,
		`{"s": {"a": "VALUE"}} VALUE`, "{\"s\": {\"a\": \"VALUE\xff\"}}",
	},
	".env": {
		"VALUE", "A=\"VALUE", "A='VALUE", "A='VALUE'VALUE", "A B=VALUE", "S_A=VALUE\nVALUE", "\u00fc=VALUE",
		"S_A=VALUE\xff", "export VALUE", "S_A=VALUE\nsops_mac=x\nsops_lastmodified=x\n", "S_A=VALUE\nsops_mac=x\nsops_lastmodified=x\nVALUE",
		"S_A=x\nsops_mac=" + encrypted + "\nsops_lastmodified=2026-01-01T00:00:00Z\nsops_encrypted_regex=(VALUE",
		"S_A=VALUE\nsops_mac=" + encrypted + "\nsops_lastmodified=2026-01-01T00:00:00Z",
	},
}

// A parser's errors quote what they stumble over, so none may reach an answer, an error, a warning or the log.
func TestNoValueShows(t *testing.T) {
	t.Parallel()
	for extension, texts := range unparsable {
		for _, text := range texts {
			text = string(bytes.ReplaceAll([]byte(text), []byte("VALUE"), []byte(providertest.Canary)))
			if shown := everythingSaid(t, "s"+extension, text); providertest.ShowsValue(shown) {
				t.Errorf("%s %q shows a value:\n%s", extension, text, shown)
			}
		}
	}
}

// everythingSaid checks a file and returns all that comes out.
func everythingSaid(t *testing.T, name, text string) string {
	t.Helper()
	dir, said := t.TempDir(), &bytes.Buffer{}
	write(t, dir, name, text)
	log := slog.New(slog.NewTextHandler(said, &slog.HandlerOptions{Level: slog.LevelDebug - 8}))
	checker := newChecker(t, dir, fmt.Sprintf("path = %q", name), log)
	queries := []providers.Query{
		{Location: "s", Keys: []string{"a", "b"}}, {Location: "S", Keys: []string{"a"}}, {Location: "x"},
	}
	for _, level := range []providers.Level{providers.SecretExists, providers.SecretAndKeyExists} {
		err := checker.Check(t.Context(), level, queries, func(_ int, answer providers.Answer) {
			encoded, err := json.Marshal(answer)
			must(t, err)
			fmt.Fprintf(said, "%+v %#v %s\n", answer, answer, encoded)
		})
		for ; err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(said, "%+v %#v\n", err, err)
		}
	}
	sayWhatIsWritten(t, said, checker)
	fmt.Fprintf(said, "%+v %#v %+v\n", checker, checker, checker.(providers.Warner).Warnings())
	return said.String()
}

// sayWhatIsWritten edits a file, which may be broken, and notes all that comes out.
func sayWhatIsWritten(t *testing.T, said *bytes.Buffer, checker providers.Checker) {
	t.Helper()
	for _, key := range []string{"a", "b", "a-", "c\x00"} {
		for _, value := range []string{providertest.Canary, providertest.Canary + "\xff\x00", "\n " + providertest.Canary + "\n"} {
			change := settingKey(key, value)
			change.Location = "S"
			change.Remove = []string{"b_", "d"}
			written, err := writeTo(t, checker, change)
			fmt.Fprintf(said, "%+v %#v\n", written, written)
			for ; err != nil; err = errors.Unwrap(err) {
				fmt.Fprintf(said, "%+v %#v\n", err, err)
			}
		}
	}
}

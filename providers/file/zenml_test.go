package file

import (
	"encoding/base64"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// The file as ZenML's local secrets manager wrote it, and what may have become of it.
func TestTheFileOfZenMLsLocalSecretsManager(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "secrets.yaml", `aws:
  aws_access_key_id: QUtJQQ==
  aws_secret_access_key: aHVudGVyMg==
  zenml_schema_name: aws
mine:
  clear: hunter2!
  empty: ''
  number: 1234
  nothing:
  zenml_schema_name: arbitrary
plain: text
`)
	checker := newChecker(t, dir, "path = \"secrets.yaml\"\nformat = \"zenml\"", nil)
	got := map[string]string{}
	want := map[string]string{
		"aws.aws_access_key_id": "present", "aws.zenml_schema_name": "missing", "mine.number": "present", "mine.nothing": "missing",
		"mine.empty": "present, empty: it is set to an empty string",
		"mine.clear": "unverified, invalid: its value in line 6 is not in Base64, as ZenML writes values",
		"plain.k":    "unverified secret, invalid: it is not a map of keys, as a secret is (line 11)", "other.k": "missing secret",
	}
	for name := range want {
		got[name] = verdict(t, checker, name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	values := map[string]string{"aws_access_key_id": "AKIA", "aws_secret_access_key": "hunter2"}
	if got := fetchedOf(t, checker, "aws"); !cmp.Equal(got, values) {
		t.Errorf("fetched %q, want %q", got, values)
	}
	if got := fetchedOf(t, checker, "mine", "number"); got["number"] != "\xd7\x6d\xf8" {
		t.Errorf("Base64 that looks like a number is %q", got)
	}
}

// What zsv writes, ZenML reads again: Base64, and a schema with secrets that are new.
func TestWritingForZenML(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "secrets.yaml", "# mine\naws:\n  k: QUtJQQ==\n  zenml_schema_name: aws\n")
	checker := newChecker(t, dir, "path = \"secrets.yaml\"\nformat = \"zenml\"", nil)
	_, err := writeTo(t, checker, providers.Change{Location: "aws", Set: map[string]providers.Value{"k": providers.NewValue("hunter2")}})
	must(t, err)
	_, err = writeTo(t, checker, providers.Change{Location: "new", Set: map[string]providers.Value{"k": providers.NewValue("\u00fc")}})
	must(t, err)
	want := "# mine\naws:\n  k: \"aHVudGVyMg==\"\n  zenml_schema_name: aws\nnew:\n  k: \"w7w=\"\n  zenml_schema_name: arbitrary\n"
	if got := contentOf(t, dir+"/secrets.yaml"); got != want {
		t.Errorf("the file has\n%s\nwant\n%s", got, want)
	}
	for name, change := range map[string]providers.Change{
		"the schema": {Location: "aws", Set: map[string]providers.Value{schemaName: providers.NewValue("x")}},
		"no text":    {Location: "aws", Set: map[string]providers.Value{"k": providers.NewValue("\xff")}},
		"its end":    {Location: "aws", Remove: []string{schemaName}},
	} {
		if _, err := writeTo(t, checker, change); err == nil || !strings.HasPrefix(err.Error(), "invalid: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestZenMLConformance(t *testing.T) {
	t.Parallel()
	const block = "path = \"secrets.yaml\"\nformat = \"zenml\""
	providertest.Run(t, providertest.Subject{
		New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
			encoded := map[string]map[string]string{}
			for name, values := range store {
				encoded[name] = map[string]string{schemaName: anySchema}
				for key, value := range values {
					encoded[name][key] = base64.StdEncoding.EncodeToString([]byte(value))
				}
			}
			text, err := yaml.Marshal(encoded)
			must(t, err)
			dir := t.TempDir()
			write(t, dir, "secrets.yaml", string(text))
			return newChecker(t, dir, block, log)
		},
		Reopen: func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
			return newChecker(t, within(checker).trust.dir, block, log)
		},
		HoldsValue: utf8.ValidString,
		Powers: []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
			providertest.Listing, providertest.ListingKeys},
	})
}

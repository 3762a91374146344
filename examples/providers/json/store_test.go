package main

import (
	"maps"
	"testing"
)

func TestSecretsAreObjectsOfStrings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]string{
		`{}`:                           {},
		` {"a": "1", "b": ""} `:        {"a": "1", "b": ""},
		`{"a": "\ud83d\udd11 \ufffd"}`: {"a": "\U0001f511 \ufffd"},
		`{"a": "\\ud800"}`:             {"a": `\ud800`},
	} {
		if got, ok := decode([]byte(text)); !ok || !maps.Equal(got, want) {
			t.Errorf("%s: %q, %t", text, got, ok)
		}
	}
	for _, text := range []string{
		``, `null`, `[]`, `"a"`, `{"a": null}`, `{"a": 1}`, `{"a": true}`, `{"a": {"b": "c"}}`, `{"a": "1", "a": "2"}`,
		`{"a": "1", "\u0061": "2"}`, `{"a": "\ud800x"}`, `{"a": "\udd11"}`, `{"a": "\ud83d\ud83d"}`, `{"\ud800": "x"}`,
		"{\"a\": \"\xff\"}", `{"a": "1"`, `{"a": "1"} {}`, `{"a": "1"}}`, `{"a" "1"}`,
	} {
		if got, ok := decode([]byte(text)); ok {
			t.Errorf("%s is a secret: %q", text, got)
		}
	}
}

func TestGitsOwnDirectory(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{".git": true, "a/.GIT/b": true, ".github": false, "a/git": false, ".": false} {
		if isGits(path) != want {
			t.Errorf("isGits(%q) is %t", path, !want)
		}
	}
}

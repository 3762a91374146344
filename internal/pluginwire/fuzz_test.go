package pluginwire

import (
	"errors"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// Whatever a program writes, what is taken for an answer keeps the rules of an answer, and the rest is a violation.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"protocol":1,"id":1,"requests":2,"answers":[{"id":0,"secret":"present","keys":{"a":"present","b":{"status":"missing",` +
			`"reason":"empty"}},"available":["c"],"values_read":1},{"id":1,"secret":"unverified","reason":"denied","detail":"no"}]}`,
		`{"protocol":1,"id":1,"answers":[{"id":0,"secret":"present","values":{"a":"x","b":{"base64":"eA=="}}},` +
			`{"id":1,"secret":"missing"}]}`,
		`{"protocol":1,"id":1,"answers":[{"id":0,"secret":"present","keys":["a","b"]},{"id":1,"secret":"missing"}]}`,
		`{"protocol":1,"id":1,"written":{"created":true,"set":["a"],"kept":[],"removed":["r"],"warnings":["w"]}}`,
		`{"protocol":1,"id":1,"hello":{"name":"n","version":"v","capabilities":["check"],"addresses":["host"]}}`,
		`{"protocol":1,"id":1,"secrets":["a"]}`, `{"protocol":1,"id":1,"error":{"reason":"denied","detail":"d"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		a, err := readAnswer(line, 1, func(answer) screen { return func(text string) string { return new(memory).screen(nil, text) } })
		if err != nil {
			wantViolation(t, err)
			return
		}
		if said := a.failure; a.requests < 0 || said != nil && (said.said.Reason == "" || Plain(said.said.Detail) != said.said.Detail) {
			t.Errorf("it takes %+v", a)
		}
		for _, level := range []providers.Level{providers.SecretExists, providers.SecretAndKeyExists} {
			checkAnswers(t, a, level)
		}
		fetchAnswers(t, a)
		change := providers.Change{Set: map[string]providers.Value{"a": {}}, Remove: []string{"r"}}
		if w, err := readWritten(change, a); err != nil {
			wantViolation(t, err)
		} else if len(w.Set)+len(w.Kept) != 1 || len(w.Removed) > 1 {
			t.Errorf("it takes %+v", w)
		}
		if _, err := readHello(a); err != nil {
			wantViolation(t, err)
		}
		wantViolation(t, a.eachAnswer(asked, func(_ int, o object) error { _, err := readKeys(o); return err }))
	})
}

var asked = []queryWire{{ID: 0}, {ID: 1}}

func wantViolation(t *testing.T, err error) {
	t.Helper()
	var v *Violation
	if err != nil && (!errors.As(err, &v) || v.Text == "" || Plain(v.Text) != v.Text) {
		t.Errorf("the error is %#v", err)
	}
}

func checkAnswers(t *testing.T, a answer, level providers.Level) {
	t.Helper()
	var all []providers.Answer
	err := a.eachAnswer(asked, func(_ int, o object) error {
		given, err := readCheck(level, []string{"a", "b"}, o)
		all = append(all, given)
		return err
	})
	if wantViolation(t, err); err != nil {
		return
	}
	if len(all) != len(asked) {
		t.Errorf("there are %d answers", len(all))
	}
	for _, given := range all {
		if given.Secret == providers.Unverified && given.Reason == "" || given.ValuesRead < 0 || len(given.Keys) > 2 {
			t.Errorf("it takes %+v", given)
		}
		for name, key := range given.Keys {
			if name != "a" && name != "b" || key.Status == providers.Present && given.Secret != providers.Present ||
				key.Status == providers.Unverified && key.Reason == "" && given.Reason == "" {
				t.Errorf("it takes %+v", given)
			}
		}
		if level == providers.SecretAndKeyExists && given.Secret == providers.Present && len(given.Keys) != 2 {
			t.Errorf("it takes %+v", given)
		}
	}
}

func fetchAnswers(t *testing.T, a answer) {
	t.Helper()
	err := a.eachAnswer(asked, func(_ int, o object) error {
		given, err := readFetched([]string{"a", "b"}, o)
		if err == nil && (len(given.Values) > 0 && given.Secret != providers.Present || len(given.Values)+len(given.Keys) > 2) {
			t.Errorf("it takes %+v", given)
		}
		return err
	})
	wantViolation(t, err)
}

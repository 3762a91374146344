package providertest

import (
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/providers"
)

// judgeAnswer holds one answer to what is true of every answer, whatever the store holds.
func (f *fixture) judgeAnswer(level providers.Level, query providers.Query, answer providers.Answer) {
	f.Helper()
	what := describe(level, query)
	f.judgeSecret(what, answer.Secret, answer.Reason, answer.Detail)
	if answer.ValuesRead < 0 {
		f.Errorf("%s disclosed %d values", what, answer.ValuesRead)
	}
	for _, line := range answer.Advice {
		f.judgeDetail(what, line)
	}
	for name, key := range answer.Keys {
		f.judgeKey(what, name, key, answer)
	}
	if level == providers.SecretAndKeyExists && answer.Secret == providers.Present {
		f.judgeKeysAnswered(what, query, answer)
	}
}

// because returns why something is so, as words to append.
func because(reason providers.Reason, detail string) string {
	if reason == "" && detail == "" {
		return ""
	}
	return " (" + strings.Trim(string(reason)+": "+detail, ": ") + ")"
}

// judgeSecret holds what an answer of any kind says of its secret to the rules.
func (f *fixture) judgeSecret(what string, secret providers.Status, reason providers.Reason, detail string) {
	f.Helper()
	if secret > providers.Missing {
		f.Errorf("%s got the status %d, which there is not", what, secret)
	}
	if secret == providers.Unverified && reason == "" {
		f.Errorf("%s is unverified without a reason", what)
	}
	f.judgeDetail(what, detail)
}

func (f *fixture) judgeKey(what, name string, key providers.Key, answer providers.Answer) {
	f.Helper()
	if key.Status > providers.Missing {
		f.Errorf("%s got the status %d for key %q, which there is not", what, key.Status, name)
	}
	if key.Status == providers.Unverified && key.Reason == "" && answer.Reason == "" {
		f.Errorf("%s leaves key %q unverified without a reason", what, name)
	}
	if key.Status == providers.Present && answer.Secret != providers.Present {
		f.Errorf("%s contradicts itself: key %q is present, its secret is %s", what, name, answer.Secret)
	}
	f.judgeDetail(what, key.Detail)
}

func (f *fixture) judgeKeysAnswered(what string, query providers.Query, answer providers.Answer) {
	f.Helper()
	for _, name := range query.Keys {
		if _, ok := answer.Keys[name]; !ok {
			f.Errorf("%s says nothing of key %q, though the secret is present", what, name)
		}
	}
}

func (f *fixture) judgeDetail(what, detail string) {
	f.Helper()
	if strings.ContainsFunc(detail, unicode.IsControl) {
		f.Errorf("%s has a detail with a line break or another control character: %q", what, detail)
	}
}

// wantSecret demands a status of a secret.
func (f *fixture) wantSecret(answer providers.Answer, name string, want providers.Status) {
	f.Helper()
	if answer.Secret != want {
		f.Errorf("the secret %q is %s%s, want %s", name, answer.Secret, because(answer.Reason, answer.Detail), want)
	}
}

// wantKey demands a status of a key; a missing secret has no keys.
func (f *fixture) wantKey(answer providers.Answer, name string, want providers.Status) {
	f.Helper()
	if got := keyStatus(answer, name); got != want {
		key := answer.Keys[name]
		f.Errorf("the key %q is %s%s, want %s", name, got, because(key.Reason, key.Detail), want)
	}
}

// notPresent demands that neither a secret nor any of its keys reads as present.
func (f *fixture) notPresent(query providers.Query, answer providers.Answer) {
	f.Helper()
	if answer.Secret == providers.Present {
		f.Errorf("the secret at %q, keys %q, is present, though the store does not hold it", query.Location, query.Keys)
	}
}

// keyStatus returns what an answer means for a key.
func keyStatus(answer providers.Answer, name string) providers.Status {
	if answer.Secret == providers.Missing {
		return providers.Missing
	}
	return answer.Keys[name].Status
}

package providertest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// Canary stands at the start of every value that the suite puts into a store. Text with it shows a value.
const Canary = "c4n4ry5ecretv41ue"

// canaries are the spellings by which a value is known again.
var canaries = []string{
	Canary,
	strings.ToUpper(Canary),
	hex.EncodeToString([]byte(Canary)),
	base64.RawStdEncoding.EncodeToString([]byte(Canary[:15])),
}

// ShowsValue says whether text shows one of the suite's values, or what is left of one.
func ShowsValue(text string) bool {
	for _, canary := range canaries {
		if strings.Contains(text, canary) {
			return true
		}
	}
	return false
}

// value returns a value for a secret's key, different from all others.
func value(secret, key string) string {
	return Canary + "-" + hex.EncodeToString([]byte(secret+"."+key))
}

// with returns a secret that has these keys.
func with(secret string, keys ...string) map[string]string {
	values := map[string]string{}
	for _, key := range keys {
		values[key] = value(secret, key)
	}
	return values
}

// secrecy holds what needs no other question than those of the other cases: the values are searched for after each.
var secrecy = []Case{{
	Name:   "no value in a description",
	OfCode: true,
	Demand: "Describe, Locate, Map, Remedy and Warnings, and the checker itself in every format of fmt and JSON, show " +
		"no value.",
	run: func(s *session) {
		f := s.fill(Store{"mlflow": with("mlflow", "password", "username")})
		location := f.location("mlflow")
		f.ask(providers.SecretAndKeyExists, f.query("mlflow", "password", "token"), f.query("other", "password"))
		if describer, ok := f.checker.(providers.Describer); ok {
			f.search("Describe", describer.Describe())
		}
		if mapper, ok := f.checker.(providers.Mapper); ok {
			f.search("Map", mapper.Map(location, "password"))
		}
		if remedier, ok := f.checker.(providers.Remedier); ok {
			f.search("Remedy", remedier.Remedy(location, []string{"password", "token"}, true))
			f.search("Remedy", remedier.Remedy(location, []string{"password", "token"}, false))
		}
		if warner, ok := f.checker.(providers.Warner); ok {
			f.searchAny("a warning", warner.Warnings())
		}
	},
}}

// searchForValues looks at what a checker wrote and is, at the end of a case.
func (f *fixture) searchForValues() {
	f.Helper()
	f.search("the log", f.log.String())
	f.searchAny("the checker", f.checker)
}

func (f *fixture) searchAnswer(answer providers.Answer) {
	f.Helper()
	f.searchAny("an answer", answer)
}

// searchError looks at an error and at all that it wraps.
func (f *fixture) searchError(err error) {
	f.Helper()
	f.searchAny("an error", err)
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, wrapped := range several.Unwrap() {
			f.searchError(wrapped)
		}
	}
	if wrapped := errors.Unwrap(err); wrapped != nil {
		f.searchError(wrapped)
	}
}

// searchAny looks at a thing in every way in which a program might print it.
func (f *fixture) searchAny(where string, thing any) {
	f.Helper()
	for _, format := range []string{"%v", "%+v", "%#v"} {
		f.search(where+" as "+format, fmt.Sprintf(format, thing))
	}
	if encoded, err := json.Marshal(thing); err == nil {
		f.search(where+" as JSON", string(encoded))
	}
}

// search never shows the text it found a value in.
func (f *fixture) search(where, text string) {
	f.Helper()
	if ShowsValue(text) {
		f.Errorf("a value shows in %s", where)
	}
}

// A journal is a log that several goroutines write to.
type journal struct {
	lock sync.Mutex
	text bytes.Buffer
}

// Write appends to the journal.
func (j *journal) Write(text []byte) (int, error) {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.text.Write(text)
}

// String returns what was written so far.
func (j *journal) String() string {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.text.String()
}

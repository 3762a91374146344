package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A store is a directory of secrets, and the names of those that were there when it was opened.
type store struct {
	path  string
	names []string
}

const ending = ".json"

// open lists a directory. A link may lead anywhere, so it is no secret. A directory that is not there holds none.
func open(path string) (store, error) {
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return store{}, &problem{"denied", "the directory cannot be read"}
	}
	s := store{path, []string{}}
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ending); ok && entry.Type().IsRegular() && utf8.ValidString(name) {
			s.names = append(s.names, name)
		}
	}
	slices.Sort(s.names) // which are in the order of their files
	return s, nil
}

// read returns a secret; nil where there is none.
//
// A name is one of those in the directory, or there is no such secret: so no name leads elsewhere, and on file systems that do
// not tell "A" from "a" it is still exact.
func (s store) read(name string) (map[string]string, error) {
	if _, ok := slices.BinarySearch(s.names, name); !ok {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Join(s.path, name+ending))
	if err != nil {
		return nil, &problem{"denied", "the secret's file cannot be read"}
	}
	secret, ok := decode(text)
	if !ok {
		return nil, &problem{"invalid", "the secret's file holds something else than an object of strings"}
	}
	return secret, nil
}

// decode reads an object of strings, of which none is null and none is there twice. encoding/json by itself would take null for
// "", the last of two, and a replacement for what is no character: a secret that nobody stored.
func decode(text []byte) (secret map[string]string, ok bool) {
	if !utf8.Valid(text) || halfPair.Match(paired.ReplaceAll(text, nil)) {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return nil, false
	}
	secret = map[string]string{}
	for decoder.More() {
		name, err := decoder.Token()
		var value *string
		if err != nil || decoder.Decode(&value) != nil || value == nil {
			return nil, false
		}
		if _, twice := secret[name.(string)]; twice {
			return nil, false
		}
		secret[name.(string)] = *value
	}
	if _, err := decoder.Token(); err != nil { // the brace
		return nil, false
	}
	_, err := decoder.Token()
	return secret, errors.Is(err, io.EOF)
}

// A character beyond the first 65,536 is escaped as two halves of a pair, "\ud83d\udd11"; one half by itself is no character.
var (
	paired   = regexp.MustCompile(`\\\\|\\u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}`)
	halfPair = regexp.MustCompile(`\\u[dD][89a-fA-F]`)
)

// An item is the answer to one query.
type item struct {
	ID        int      `json:"id"`
	Secret    string   `json:"secret"`
	Reason    string   `json:"reason,omitempty"`
	Detail    string   `json:"detail,omitempty"`
	Keys      any      `json:"keys,omitempty"`
	Values    any      `json:"values,omitempty"`
	Available []string `json:"available,omitempty"`
}

func (s store) answer(r *request, q query) item {
	secret, err := s.read(q.Location)
	var known *problem
	switch {
	case errors.As(err, &known):
		return item{ID: q.ID, Secret: "unverified", Reason: known.Reason, Detail: known.Detail}
	case secret == nil:
		return item{ID: q.ID, Secret: "missing", Available: s.names[:min(len(s.names), 100)]} // for "did you mean"
	}
	answer := item{ID: q.ID, Secret: "present"}
	names := slices.Sorted(maps.Keys(secret))
	switch {
	case r.Method == "keys":
		answer.Keys = append([]string{}, names...)
	case r.Method == "fetch":
		answer.Values, answer.Keys = values(secret, q.Keys)
	case r.Level == "SECRET_AND_KEY_EXISTS":
		answer.Keys, answer.Available = statuses(secret, q.Keys), names
	}
	return answer
}

// statuses says of each key whether it is there.
func statuses(secret map[string]string, keys []string) map[string]string {
	all := map[string]string{}
	for _, key := range keys {
		all[key] = "missing"
		if _, ok := secret[key]; ok {
			all[key] = "present"
		}
	}
	return all
}

// values returns the values of keys, or of all where none is named, and that the others are missing.
func values(secret map[string]string, keys []string) (found, others map[string]string) {
	found, others = map[string]string{}, map[string]string{}
	if len(keys) == 0 {
		return secret, others
	}
	for _, key := range keys {
		if value, ok := secret[key]; ok {
			found[key] = value
		} else {
			others[key] = "missing"
		}
	}
	return found, others
}

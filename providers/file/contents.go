package file

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// contents are the names in a file that maps secrets to maps of keys, without the values.
type contents struct {
	byName map[string]*secret
	// names returns the names of the secrets that are there, sorted. It is one list for all who ask, and not to be changed:
	// thousands may be missing, each beside the same names.
	names func() []string
}

// newContents returns contents that are filled before anybody asks for names.
func newContents() contents {
	secrets := map[string]*secret{}
	return contents{secrets, sync.OnceValue(func() []string {
		names := slices.Collect(maps.Keys(secrets))
		names = slices.DeleteFunc(names, func(name string) bool { return secrets[name].isNull })
		slices.Sort(names)
		return names
	})}
}

// A secret is what a file says of one.
type secret struct {
	// problem says why it cannot be used; "" if it can.
	problem string
	// reason is that of a problem; "" is Invalid.
	reason providers.Reason
	// isNull says that it is set to null, which is as good as not being there.
	isNull bool
	// isNone says that the problem is that it is something else than a secret.
	isNone bool
	keys   map[string]providers.Key
}

// Answer looks a secret up.
func (c contents) Answer(query providers.Query) providers.Answer {
	found, ok := c.byName[query.Location]
	switch {
	case !ok || found.isNull:
		return providers.Answer{Secret: providers.Missing, Available: c.names()}
	case found.problem != "":
		return providers.Answer{Reason: cmp.Or(found.reason, providers.Invalid), Detail: found.problem}
	}
	answer := providers.Answer{Secret: providers.Present, Keys: map[string]providers.Key{}, Available: found.names()}
	for _, name := range query.Keys {
		key, ok := found.keys[name]
		if !ok {
			key.Status = providers.Missing
		}
		answer.Keys[name] = key
	}
	return answer
}

// List returns the names of the secrets, without what is none.
func (c contents) List() ([]string, error) {
	return slices.DeleteFunc(slices.Clone(c.names()), func(name string) bool { return c.byName[name].isNone }), nil
}

// ListKeys returns the names of a secret's keys.
func (c contents) ListKeys(location string) providers.KeyList {
	answer := c.Answer(providers.Query{Location: location})
	list := providers.KeyList{Secret: answer.Secret, Reason: answer.Reason, Detail: answer.Detail}
	if answer.Secret == providers.Present {
		list.Keys = answer.Available
	}
	return list
}

// names returns the names of the keys that are there.
func (s *secret) names() []string {
	names := slices.Collect(maps.Keys(s.keys))
	names = slices.DeleteFunc(names, func(name string) bool { return s.keys[name].Status == providers.Missing })
	slices.Sort(names)
	return names
}

// The answers for a key by what it is set to.

func presentKey() providers.Key { return providers.Key{Status: providers.Present} }

func nullKey(line int) providers.Key {
	return providers.Key{Status: providers.Missing, Detail: fmt.Sprintf("it is set to null in line %d", line)}
}

// emptyKey is what stands for a key that is set to "".
var emptyKey = providers.Key{Status: providers.Present, Reason: providers.Empty, Detail: "it is set to an empty string"}

func invalidKey(format string, args ...any) providers.Key {
	return providers.Key{Reason: providers.Invalid, Detail: fmt.Sprintf(format, args...)}
}

// textKey returns the answer for a key that is set to text.
func textKey(isEmpty bool) providers.Key {
	if isEmpty {
		return emptyKey
	}
	return presentKey()
}

// notOneValue is why a map or list is no value of a key: zsv could not hand it over.
func notOneValue(line int, kind string) providers.Key {
	const detail = "it is set to %s in line %d; write a single value, in quotes where it has brackets of its own"
	return invalidKey(detail, kind, line)
}

// fetch hands out values of a secret: those that a query names, or all.
func (c contents) fetch(query providers.Query, value func(key string) (providers.Value, bool)) providers.Fetched {
	if found, ok := c.byName[query.Location]; ok && len(query.Keys) == 0 {
		query.Keys = found.names()
	}
	return fetch(c.Answer(query), value)
}

// twice is why something is not used that is set twice: which of the two counts is a matter of the reader.
func twice(first, second int) string {
	return fmt.Sprintf("it is set twice, in lines %d and %d; remove one", first, second)
}

// notKeys is the answer for something that is no secret.
func notKeys(line int) *secret {
	return &secret{isNone: true, problem: fmt.Sprintf("it is not a map of keys, as a secret is (line %d)", line)}
}

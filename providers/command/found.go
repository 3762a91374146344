package command

import (
	"fmt"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

// A found is what a command said of one secret.
type found struct {
	status providers.Status
	reason providers.Reason
	detail string
	// keys are all keys of a present secret; nil: they are not known.
	keys map[string]entry
	// beside are the locations that are there in place of a missing one.
	beside []string
	// disclosed counts the values that the program printed for it.
	disclosed int
	// ended is the error of the context, where nothing is known.
	ended error
}

// An entry is one key of a secret.
type entry struct {
	providers.Key
	value providers.Value // of what is present; not set where it is not known
	// hasValue says that the program printed a value, wanted or not.
	hasValue bool
}

// whyNot makes a found of an outcome that is not Present.
func (o outcome) whyNot() *found {
	return &found{status: o.status, reason: o.reason, detail: o.detail, ended: o.ended}
}

// answer answers a query.
func (f *found) answer(p *Provider, level providers.Level, keys []string) providers.Answer {
	a := providers.Answer{Secret: f.status, Reason: f.reason, Detail: f.detail, ValuesRead: f.disclosed}
	if f.status != providers.Present {
		a.Available = f.beside
		return a
	}
	if level == providers.SecretExists {
		return a
	}
	a.Available = f.names()
	a.Keys = make(map[string]providers.Key, len(keys))
	for _, key := range keys {
		a.Keys[key] = f.key(p, key)
	}
	return a
}

// key says what is known of a key of a present secret.
func (f *found) key(p *Provider, name string) providers.Key {
	if f.keys == nil {
		return providers.Key{Reason: providers.Unsupported, Detail: fmt.Sprintf("%s says that the secret is there, and not which "+
			"keys it has", p.definition())}
	}
	if entry, ok := f.keys[name]; ok {
		return entry.Key
	}
	return providers.Key{Status: providers.Missing}
}

// names returns the keys that are there, sorted.
func (f *found) names() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(f.keys)) {
		if f.keys[name].Status == providers.Present {
			names = append(names, name)
		}
	}
	return names
}

// fetched makes a Fetched for some keys, or for all where there are none.
func (f *found) fetched(p *Provider, keys []string) providers.Fetched {
	fetched := providers.Fetched{Secret: f.status, Reason: f.reason, Detail: f.detail}
	if f.status != providers.Present {
		return fetched
	}
	if len(keys) == 0 {
		keys = slices.Collect(maps.Keys(f.keys))
	}
	fetched.Values, fetched.Keys = map[string]providers.Value{}, map[string]providers.Key{}
	for _, key := range keys {
		switch entry := f.keys[key]; {
		case entry.Status == providers.Present && entry.value.IsSet():
			fetched.Values[key] = entry.value
		case entry.Status == providers.Present:
			fetched.Keys[key] = providers.Key{Reason: providers.Unsupported, Detail: p.definition() + " gives no value of it"}
		default:
			fetched.Keys[key] = f.key(p, key)
		}
	}
	return fetched
}

// count says how many values an operation has disclosed with a secret's keys. Where nobody said, those that can be seen count,
// and those that cannot be seen not to be there.
func (f *found) count(o *commandline.Operation) {
	for _, entry := range f.keys {
		if o.ReadsValues == nil && entry.hasValue || o.ReadsValues != nil && *o.ReadsValues {
			f.disclosed++
		}
	}
}

package pluginwire

import (
	"encoding/base64"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// readFetched reads the answer to one query of fetch. Its violations name nothing: where names and values are mixed up, a name
// may be a value.
func readFetched(keys []string, o object) (f providers.Fetched, err error) {
	if f.Secret, f.Reason, f.Detail, err = o.secret(); err != nil {
		return f, err
	}
	if f.Values, err = o.values(keys); err != nil {
		return f, err
	}
	if len(f.Values) > 0 && f.Secret != providers.Present {
		return f, violation("contradicted itself: it gave values of a secret that is %s", f.Secret)
	}
	f.Keys, err = o.without(keys, f)
	return f, err
}

func (o object) values(keys []string) (map[string]providers.Value, error) {
	given, err := o.object("values", optional)
	if err != nil {
		return nil, err
	}
	all := make(map[string]providers.Value, len(given.members))
	for _, name := range slices.Sorted(maps.Keys(given.members)) {
		if len(keys) > 0 && !slices.Contains(keys, name) {
			return nil, violation("gave the value of a key that it was not asked for")
		}
		if all[name], err = given.value(name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (o object) value(name string) (providers.Value, error) {
	if text, ok := o.members[name].(string); ok {
		return providers.NewValue(text), nil
	}
	wrong := violation("gave a value that is neither a string nor {\"base64\": \"…\"}")
	inner, err := o.object(name, required)
	if err != nil {
		return providers.Value{}, wrong
	}
	encoded, ok := inner.members["base64"].(string)
	if !ok {
		return providers.Value{}, wrong
	}
	bytes, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return providers.Value{}, violation("gave a value in base64 that is none, by RFC 4648 with padding")
	}
	return providers.NewValue(string(bytes)), nil
}

// without returns why keys have no value.
func (o object) without(keys []string, f providers.Fetched) (map[string]providers.Key, error) {
	given, err := o.object("keys", optional)
	if err != nil {
		return nil, err
	}
	all := map[string]providers.Key{}
	for _, name := range slices.Sorted(maps.Keys(given.members)) {
		_, hasValue := f.Values[name]
		key, err := given.key(name, f.Reason != "")
		switch {
		case err != nil:
			return nil, err
		case len(keys) > 0 && !slices.Contains(keys, name):
			return nil, violation("answered for a key that it was not asked for")
		case hasValue:
			return nil, violation("contradicted itself: it gave a value of a key, and why there is none")
		case key.Status == providers.Present:
			return nil, violation("called a key present without giving its value")
		}
		all[name] = key
	}
	for _, name := range keys {
		_, hasValue := f.Values[name]
		if _, ok := all[name]; !ok && !hasValue && f.Secret == providers.Present {
			return nil, violation("left a key of a present secret unanswered")
		}
	}
	return all, nil
}

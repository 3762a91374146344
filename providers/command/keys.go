package command

import (
	"fmt"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// everyMember is where keys are if nobody says.
var everyMember = []commandline.Keys{{Object: &commandline.Path{}}}

// readKeys reads the keys of a present secret.
func (r reader) readKeys(secret any) (*found, error) {
	f := &found{status: providers.Present, keys: map[string]entry{}}
	places := r.operation.Keys
	if len(places) == 0 {
		places = everyMember
	}
	for _, place := range places {
		var err error
		if place.Object != nil {
			err = f.readMembers(secret, place)
		} else {
			err = f.readList(secret, place)
		}
		if err != nil {
			return nil, err
		}
	}
	f.count(r.operation)
	return f, nil
}

// readMembers takes the members of an object for keys.
func (f *found) readMembers(secret any, place commandline.Keys) error {
	node, exists, err := below(secret, *place.Object)
	if err != nil || !exists && place.Optional {
		return err
	}
	object, ok := node.(strictjson.Object)
	if !ok {
		return fmt.Errorf("JSON with an object of keys at %q", place.Object)
	}
	for name, value := range object {
		f.add(name, valueEntry(value))
	}
	return nil
}

// below follows a path from a secret, or from an item of one. Programs leave out what is not there or write null; what leads
// there must be an object. What is none is not as the definition has it, and says nothing of what would be below it: a program
// that prints null, a list or a text in place of the secret has found none.
func below(node any, path commandline.Path) (value any, exists bool, err error) {
	for i, name := range path {
		if i > 0 && node == nil {
			return nil, false, nil
		}
		object, ok := node.(strictjson.Object)
		if !ok {
			return nil, false, fmt.Errorf("JSON with an object at %q", path[:i])
		}
		node = object[name]
	}
	return node, node != nil || len(path) == 0, nil
}

// readList takes the items of an array for keys.
func (f *found) readList(secret any, place commandline.Keys) error {
	node, exists, err := below(secret, *place.List)
	if err != nil || !exists && place.Optional {
		return err
	}
	items, ok := node.([]any)
	if !ok {
		return fmt.Errorf("JSON with an array of keys at %q", place.List)
	}
	for _, item := range items {
		name, isNamed, err := keyName(item, place)
		if err != nil {
			return err
		}
		if !isNamed {
			continue
		}
		e, err := itemEntry(item, place)
		if err != nil {
			return err
		}
		f.add(name, e)
	}
	return nil
}

// keyName returns the name of an item. One without a name is no key; one whose name is no text is not what was described.
func keyName(item any, place commandline.Keys) (name string, isNamed bool, err error) {
	if place.Name != nil {
		item, isNamed, err = below(item, *place.Name)
		if err == nil && !isNamed {
			return "", false, nil
		}
	}
	name, ok := item.(string)
	if !ok || err != nil {
		return "", false, fmt.Errorf("JSON with the names of keys in the array at %q", place.List)
	}
	return name, true, nil
}

func itemEntry(item any, place commandline.Keys) (entry, error) {
	if place.Value == nil {
		return entry{Key: providers.Key{Status: providers.Present}, hasValue: place.Name != nil}, nil
	}
	value, _, err := below(item, *place.Value)
	if err != nil {
		return entry{}, fmt.Errorf("JSON with values at %q in the array at %q", place.Value, place.List)
	}
	return valueEntry(value), nil
}

// add adds a key. Of two of one name it is not known which one counts.
func (f *found) add(name string, e entry) {
	if first, twice := f.keys[name]; twice {
		e = entry{Key: providers.Key{Reason: providers.Invalid,
			Detail: "the secret has two keys of this name, and it is not known which one counts"}, hasValue: first.hasValue || e.hasValue}
	}
	f.keys[name] = e
}

// valueEntry returns the entry of a key with a value.
func valueEntry(value any) entry {
	switch value := value.(type) {
	case string:
		return entry{Key: textKey(value), value: providers.NewValue(value), hasValue: true}
	case strictjson.Number:
		return entry{Key: textKey(string(value)), value: providers.NewValue(string(value)), hasValue: true}
	case bool:
		return entry{Key: textKey("true"), value: providers.NewValue(fmt.Sprint(value)), hasValue: true}
	case nil:
		return entry{Key: providers.Key{Status: providers.Missing, Reason: providers.Empty, Detail: "it is set to nothing"}}
	default:
		return entry{Key: providers.Key{Reason: providers.Invalid, Detail: "it is set to an object or an array, which is no value"},
			hasValue: true}
	}
}

// textKey is the answer for a key that is set to text.
func textKey(text string) providers.Key {
	if text == "" {
		return providers.Key{Status: providers.Present, Reason: providers.Empty, Detail: "it is set to an empty string"}
	}
	return providers.Key{Status: providers.Present}
}

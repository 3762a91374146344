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
	node, ok := at(secret, *place.Object)
	if absent(node, ok, place) {
		return nil
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

// absent says whether there is nothing where there may be nothing. Programs write null, too, for what is not there.
func absent(node any, exists bool, place commandline.Keys) bool {
	return place.Optional && (!exists || node == nil)
}

// readList takes the items of an array for keys.
func (f *found) readList(secret any, place commandline.Keys) error {
	node, ok := at(secret, *place.List)
	if absent(node, ok, place) {
		return nil
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
		if isNamed {
			f.add(name, itemEntry(item, place))
		}
	}
	return nil
}

// keyName returns the name of an item. One without a name is no key; one whose name is no text is not what was described.
func keyName(item any, place commandline.Keys) (name string, isNamed bool, err error) {
	if place.Name != nil {
		var exists bool
		if item, exists = at(item, *place.Name); !exists || item == nil {
			return "", false, nil
		}
	}
	name, ok := item.(string)
	if !ok {
		return "", false, fmt.Errorf("JSON with the names of keys in the array at %q", place.List)
	}
	return name, true, nil
}

func itemEntry(item any, place commandline.Keys) entry {
	if place.Value == nil {
		return entry{Key: providers.Key{Status: providers.Present}, hasValue: place.Name != nil}
	}
	value, exists := at(item, *place.Value)
	if !exists {
		value = nil
	}
	return valueEntry(value)
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

package file

import (
	"encoding/base64"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// zenmlFormat is the file of ZenML's local secrets manager, which ZenML had before its secrets store: YAML, a map of
// secrets to maps of keys, the values in Base64, and with each secret the name of its schema.
type zenmlFormat struct{}

// A zenmlDocument is a text in that format.
type zenmlDocument struct {
	*yamlDocument
	names contents // without the schemas
}

var _ register = zenmlDocument{}

const (
	// schemaName is where ZenML notes a secret's schema, which is no key, and in clear.
	schemaName = "zenml_schema_name"
	// anySchema is the schema of secrets that may have any keys.
	anySchema = "arbitrary"
)

func (zenmlFormat) parse(text []byte) (document, error) {
	plain, err := parseYAML(text)
	if err != nil {
		return nil, err
	}
	return newZenMLDocument(plain), nil
}

func (zenmlFormat) blank() (document, error) { return zenmlFormat{}.parse(nil) }

// newZenMLDocument judges the keys anew: those of a map are set to Base64.
func newZenMLDocument(plain *yamlDocument) zenmlDocument {
	d := zenmlDocument{plain, newContents()}
	for name, found := range plain.byName {
		judged := *found
		judged.keys = map[string]providers.Key{}
		for key, state := range found.keys {
			if key != schemaName {
				judged.keys[key] = d.key(name, key, state)
			}
		}
		d.names.byName[name] = &judged
	}
	return d
}

func (d zenmlDocument) key(secret, key string, state providers.Key) providers.Key {
	if state.Status != providers.Present {
		return state
	}
	entry := d.entries(secret)[key]
	text, ok := decoded(entry)
	if !ok {
		return invalidKey("its value in line %d is not in Base64, as ZenML writes values", entry.line)
	}
	return textKey(text == "")
}

// decoded returns the value of a key. It is taken as it is written: to YAML some Base64 looks like a number.
func decoded(entry yamlEntry) (string, bool) {
	source, ok := scalarText(yamltext.Aliased(entry.value))
	if !ok {
		return "", false
	}
	text, err := base64.StdEncoding.DecodeString(source)
	return string(text), err == nil
}

// Answer looks a secret up.
func (d zenmlDocument) Answer(query providers.Query) providers.Answer { return d.names.Answer(query) }

// List returns the names of the secrets.
func (d zenmlDocument) List() ([]string, error) { return d.names.List() }

// ListKeys returns the names of a secret's keys.
func (d zenmlDocument) ListKeys(location string) providers.KeyList { return d.names.ListKeys(location) }

// Fetch hands out values, decoded.
func (d zenmlDocument) Fetch(query providers.Query) providers.Fetched {
	entries := d.entries(query.Location)
	return d.names.fetch(query, func(key string) (providers.Value, bool) {
		entry, ok := entries[key]
		if !ok {
			return providers.Value{}, false
		}
		text, ok := decoded(entry)
		return providers.NewValue(text), ok
	})
}

// vet refuses what ZenML cannot read: values that are no text, and a key of the schema's name.
func (zenmlFormat) vet(change providers.Change) error {
	for _, key := range slices.Concat(slices.Sorted(maps.Keys(change.Set)), change.Remove) {
		if key == schemaName {
			return misfit("%q is where ZenML notes the schema of a secret, and no key of it", key)
		}
	}
	for key, value := range change.Set {
		if !utf8.ValidString(value.Reveal()) {
			return misfit("the value of the key %q is not text in UTF-8, which is all that ZenML reads; store it in another encoding, "+
				"such as Base64", key)
		}
	}
	return vetNames(change, "YAML")
}

// write makes a change. A secret that is new has the schema that lets it have any keys.
func (d zenmlDocument) write(change providers.Change) ([]byte, providers.Written, error) {
	r, written, err := d.names.revise(change)
	if err != nil || r.isNothing() {
		return nil, written, err
	}
	for key, value := range r.set {
		r.set[key] = base64.StdEncoding.EncodeToString([]byte(value))
	}
	if r.create {
		r.set[schemaName] = anySchema
	}
	text, err := d.rewrite(r)
	return text, written, err
}

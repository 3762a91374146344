package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Some tools write the configuration of a component as one line of JSON. A reference in it is found like one in any text; the
// name of a secret is not.

// isConfiguration says whether a value is such a line, with a name in it.
func isConfiguration(v Value) bool {
	return v.Name == "configuration" && strings.HasPrefix(strings.TrimSpace(v.Text), "{") &&
		slices.ContainsFunc(secretNaming, func(name string) bool { return strings.Contains(v.Text, name) }) &&
		isJSONText([]byte(v.Text))
}

// inside takes the names of secrets in a configuration that is text. Their place is that of the text.
func (t *scanTree) inside(v Value) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(v.Text)))
	if _, err := decoder.Token(); err != nil {
		return
	}
	for decoder.More() {
		key, err := decoder.Token()
		name, isText := key.(string)
		var value any
		if err != nil || !isText || decoder.Decode(&value) != nil {
			return
		}
		text, isText := value.(string)
		if !isText || !slices.Contains(secretNaming, name) || mayBeReference(text) {
			continue
		}
		t.values = append(t.values, treeValue{t.at, Value{Attribute: v.Attribute + step(name), Name: name, Depth: v.Depth + 1,
			Text: text, Range: v.Range}})
	}
}

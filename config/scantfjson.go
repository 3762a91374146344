package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// jsonFacts are what a file of Terraform's JSON says of its module.
type jsonFacts struct {
	variables        map[string]bool // whether each must not be shown
	calls            []string        // the sources of the modules that it calls
	isRoot           bool            // it has what only the root of a configuration does
	locals, defaults []namedText     // texts of locals, and of variables' defaults, that may have braces
}

// A namedText is a text that a name stands for.
type namedText struct{ of, text string }

// readJSONFacts reads them; ok is false where the text is no JSON. What is declared twice counts each time.
func readJSONFacts(src []byte) (facts jsonFacts, ok bool) {
	facts.variables = map[string]bool{}
	if !isJSONText(src) {
		return facts, false
	}
	decoder := json.NewDecoder(bytes.NewReader(src))
	decoder.UseNumber()
	return facts, facts.value(decoder, nil)
}

// value reads one value. path has the names that lead to it; lists count for what is in them, as they do for Terraform.
func (f *jsonFacts) value(decoder *json.Decoder, path []string) bool {
	token, err := decoder.Token()
	if err != nil {
		return false
	}
	f.note(path, token)
	switch token {
	case json.Delim('{'):
		for decoder.More() {
			name, err := decoder.Token()
			text, isText := name.(string)
			if err != nil || !isText || !f.value(decoder, append(slices.Clip(path), text)) {
				return false
			}
		}
	case json.Delim('['):
		for decoder.More() {
			if !f.value(decoder, path) {
				return false
			}
		}
	default:
		return true
	}
	_, err = decoder.Token()
	return err == nil
}

func (f *jsonFacts) note(path []string, value json.Token) {
	switch {
	case len(path) == 0:
	case path[0] == "provider", len(path) == 2 && path[0] == "terraform" && (path[1] == "backend" || path[1] == "cloud"):
		f.isRoot = true
	case len(path) >= 2 && path[0] == "variable":
		f.variables[path[1]] = f.variables[path[1]] || len(path) == 3 && slices.Contains(hiding, path[2])
		if text, isText := value.(string); isText && len(path) > 2 && path[2] == "default" && mayBeReference(text) {
			f.defaults = append(f.defaults, namedText{path[1], text})
		}
	case len(path) >= 2 && path[0] == "locals":
		if text, isText := value.(string); isText && mayBeReference(text) {
			f.locals = append(f.locals, namedText{path[1], text})
		}
	case len(path) == 3 && path[0] == "module" && path[2] == "source":
		if source, isText := value.(string); isText && strings.HasPrefix(source, ".") {
			f.calls = append(f.calls, source)
		}
	}
}

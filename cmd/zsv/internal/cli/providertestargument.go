package cli

import (
	"encoding/json"
	"strings"
)

// blockArguments reads --argument NAME=VALUE.
func blockArguments(texts []string) (map[string]any, error) {
	arguments := map[string]any{}
	for _, text := range texts {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, usageError("--argument %s has no value: write --argument NAME=VALUE", text)
		}
		arguments[name] = argumentValue(value)
	}
	return arguments, nil
}

// argumentValue returns what a text stands for: a value in JSON, or itself.
func argumentValue(text string) any {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	return value
}

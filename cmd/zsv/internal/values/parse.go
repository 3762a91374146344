package values

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// A File is a file of values: secrets with their keys, or variables.
type File struct {
	Secrets Secrets
	// Variables are the values of a dotenv file by variable, as the provider env names them. One of Secrets and Variables is
	// nil.
	Variables Keys
}

// ParseFile reads a file of values: a map of secrets to maps of keys, in JSON where the name ends in .json, else in YAML;
// variables where the name is one of a dotenv file.
func ParseFile(name string, text []byte) (File, error) {
	if dotenv.IsName(name) {
		variables, err := parseVariables(text)
		return File{Variables: variables}, err
	}
	root, err := parseTree(name, text)
	if err != nil {
		return File{}, err
	}
	secrets, err := root.secrets()
	return File{Secrets: secrets}, err
}

// ParseKeys reads the keys of one secret, a map of keys to values in YAML or JSON. The name is that of the file, "" where
// there is none.
func ParseKeys(name string, text []byte) (Keys, error) {
	if dotenv.IsName(name) {
		return parseVariables(text)
	}
	root, err := parseTree(name, text)
	if err != nil {
		return nil, err
	}
	return root.keys()
}

func parseVariables(text []byte) (Keys, error) {
	variables := Keys{}
	err := dotenv.Parse(string(text), func(s dotenv.Setting) { variables[s.Name] = providers.NewValue(s.Value) })
	return variables, err
}

// parseTree reads JSON where the name says so or the text begins like it, else YAML. JSON is YAML but for pairs of \u
// escapes, which make one character in JSON.
func parseTree(name string, text []byte) (tree, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if start := bytes.TrimLeft(text, " \t\r\n"); isJSON(name) || len(start) > 0 && start[0] == '{' {
		if json.Valid(text) {
			return parseJSON(text)
		} else if isJSON(name) {
			return tree{}, &malformed{0, "JSON; see to quotes, commas and brackets"}
		}
	}
	return parseYAML(text)
}

func isJSON(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".json") }

func parseYAML(text []byte) (tree, error) {
	document, err := yamltext.Document(text)
	switch {
	case err != nil:
		return tree{}, err
	case document == nil:
		return tree{}, &malformed{0, "a map, not an empty text"}
	}
	return treeOf(document.Content[0])
}

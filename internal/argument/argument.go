// Package argument reads the arguments of a provider's block that are given on the command line, --argument NAME=VALUE. It has
// one meaning for all commands.
package argument

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/strictjson"
)

// An Argument is one of a block.
type Argument struct {
	Name string
	// JSON is its value: what was written, where that is JSON, and else the text that it is, as a string.
	JSON []byte
}

// deepest is how deep a value may be nested: as deep as what providers answer.
const deepest = 32

// Read reads NAME=VALUE, each name of which may be there once. VALUE is JSON (RFC 8259, no member of an object twice), or else
// text. The error is a sentence without its end, for behind the name of the flag.
func Read(given []string) ([]Argument, error) {
	var all []Argument
	seen := map[string]bool{}
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		switch {
		case !ok || name == "":
			return nil, fmt.Errorf("%q is no argument: write NAME=VALUE", text)
		case seen[name]:
			return nil, fmt.Errorf("the argument %q is given twice", name)
		case !utf8.ValidString(text):
			return nil, fmt.Errorf("the argument %q is not UTF-8", name)
		}
		seen[name] = true
		all = append(all, Argument{name, asJSON(value)})
	}
	return all, nil
}

func asJSON(text string) []byte {
	if _, err := strictjson.Parse([]byte(text), deepest); err == nil {
		return []byte(text)
	}
	encoded, _ := json.Marshal(text) // which can be done with any string
	return encoded
}

// Value returns the value as encoding/json gives it, with numbers as they are written (json.Number).
func (a Argument) Value() any {
	decoder := json.NewDecoder(strings.NewReader(string(a.JSON)))
	decoder.UseNumber()
	var value any
	_ = decoder.Decode(&value) // which is JSON
	return value
}

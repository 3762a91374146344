package yamltext

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"
)

// Documents returns the documents of a text, up to where it is broken: then the error is a *Malformed, and what stands
// before that place is returned all the same. Aliases are not expanded.
func Documents(text []byte) ([]*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var all []*yaml.Node
	for {
		document := new(yaml.Node)
		switch err := decode(decoder, document); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return all, err
		}
		all = append(all, document)
	}
}

package yamltext

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Documents returns the documents of a text, in their order, at most as many as most. The error is a *Malformed.
func Documents(text []byte, most int) ([]*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var all []*yaml.Node
	for {
		var document yaml.Node
		switch err := decode(decoder, &document); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		case len(all) == most:
			return nil, &Malformed{document.Line, fmt.Sprintf("the end of the text: it has more than %d documents", most)}
		}
		all = append(all, &document)
	}
}

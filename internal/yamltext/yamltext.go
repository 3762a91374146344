// Package yamltext reads YAML that strangers wrote: of the library's errors, which quote the text, it keeps the line, and
// its panics end here.
package yamltext

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"sync"

	"go.yaml.in/yaml/v3"
)

// A Malformed error says where a text breaks the format and what was expected there. It quotes nothing of the text, which
// may be a value.
type Malformed struct {
	Line     int // from 1; 0 where it is not known
	Expected string
}

// Error names the line, where it is known, and what was expected.
func (m *Malformed) Error() string {
	if m.Line == 0 {
		return "expected " + m.Expected
	}
	return fmt.Sprintf("line %d: expected %s", m.Line, m.Expected)
}

// Document returns the only document of a text; nil if the text has none. The error is a *Malformed.
func Document(text []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	switch err := decode(decoder, &document); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch err := decode(decoder, &second); {
	case errors.Is(err, io.EOF):
		return &document, nil
	case err != nil:
		return nil, err
	}
	return nil, &Malformed{second.Line, "the end of the text: zsv reads one YAML document, and here a second one begins"}
}

// decode returns io.EOF or a *Malformed. The library panics where it has a defect.
func decode(decoder *yaml.Decoder, node *yaml.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = notYAML(0)
		}
	}()
	err = decoder.Decode(node)
	if err != nil && !errors.Is(err, io.EOF) {
		return notYAML(lineOf(err))
	}
	return err
}

func notYAML(line int) error {
	expected := "YAML; see to quotes, colons, brackets and indentation"
	if line > 0 {
		expected += " there and just above"
	}
	return &Malformed{line, expected}
}

var linePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bline (\d{1,9}):`) })

// lineOf takes the line out of an error of the library, and nothing else; 0 if there is none.
func lineOf(err error) int {
	match := linePattern().FindStringSubmatch(err.Error())
	if match == nil {
		return 0
	}
	line, _ := strconv.Atoi(match[1])
	return line
}

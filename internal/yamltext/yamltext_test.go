package yamltext

import (
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const (
	broken      = "YAML; see to quotes, colons, brackets and indentation"
	brokenThere = broken + " there and just above"
)

func TestDocument(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]yaml.Kind{
		"": 0, "# nothing\n": 0, "---\n": yaml.ScalarNode, "a: b": yaml.MappingNode, "--- [a]\n...\n": yaml.SequenceNode, "a": yaml.ScalarNode,
	} {
		document, err := Document([]byte(text))
		switch {
		case err != nil, (document != nil) != (want != 0):
			t.Errorf("%q: got %v, %v", text, document, err)
		case document != nil && document.Content[0].Kind != want:
			t.Errorf("%q: got kind %d, want %d", text, document.Content[0].Kind, want)
		}
	}
}

// What is wrong is said with its line, and without a word of the text.
func TestTextsThatAreNoDocument(t *testing.T) {
	t.Parallel()
	const second = "the end of the text: zsv reads one YAML document, and here a second one begins"
	for text, want := range map[string]Malformed{
		"a: canary\n\tcanary\n":          {2, brokenThere},
		"a: b\nc: 'canary\n":             {2, brokenThere},
		"a: *canary\n":                   {0, broken},
		"a: canary\x00":                  {0, broken},
		"a: b\n---\nb: canary\n":         {2, second},
		"a: b\n--- canary: canary: 1 \n": {2, brokenThere},
	} {
		_, err := Document([]byte(text))
		var got *Malformed
		if !errors.As(err, &got) || *got != want || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: got %v, want %v", text, err, &want)
		}
	}
}

// A defect of the library is a text that cannot be read, whatever the panic says.
func TestPanicsEndHere(t *testing.T) {
	t.Parallel()
	var got *Malformed
	err := decode(yaml.NewDecoder(defect{}), new(yaml.Node))
	if want := (Malformed{0, broken}); !errors.As(err, &got) || *got != want {
		t.Errorf("got %v, want %v", err, &want)
	}
	if text := (&Malformed{Expected: "x"}).Error(); text != "expected x" {
		t.Errorf("without a line an error reads %q", text)
	}
}

type defect struct{}

func (defect) Read([]byte) (int, error) { panic("canary") }

package yamltext

import (
	"errors"
	"testing"
)

func TestDocuments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "# nothing\n": 0, "a: b": 1, "a: b\n---\nc: d\n": 2, "---\n---\na\n...\n---\n": 3} {
		all, err := Documents([]byte(text), 3)
		if err != nil || len(all) != want {
			t.Errorf("%q: got %d documents, %v, want %d", text, len(all), err, want)
		}
	}
	for text, want := range map[string]Malformed{
		"a\n---\nb\n---\nc\n---\nd\n": {6, "the end of the text: it has more than 3 documents"},
		"a: b\n---\nb: 'canary\n":     {3, brokenThere},
	} {
		_, err := Documents([]byte(text), 3)
		var got *Malformed
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%q: got %v, want %v", text, err, &want)
		}
	}
}

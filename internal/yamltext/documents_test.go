package yamltext

import (
	"errors"
	"testing"
)

// A broken document does not take along those before it.
func TestDocuments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ documents, line int }{
		"":                                 {0, 0},
		"a: b":                             {1, 0},
		"a: b\n---\nc: d\n---\n- e\n":      {3, 0},
		"a: b\n---\nc: 'canary\n":          {1, 4},
		"a: &x [*x]\nb: *x\n--- *canary\n": {1, 0},
	} {
		documents, err := Documents([]byte(text))
		var broken *Malformed
		line := -1
		if errors.As(err, &broken) {
			line = broken.Line
		}
		if len(documents) != want.documents || err == nil && want.line != 0 {
			t.Errorf("%q: %d documents, %v (line %d)", text, len(documents), err, line)
		}
	}
}

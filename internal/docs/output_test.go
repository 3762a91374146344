package docs

import (
	"testing"
)

func TestMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		said, printed string
		want          bool
	}{
		{"", "", true},
		{"a", "", false},
		{"", "a", false},
		{"a.b", "axb", false},
		{"a … b", "a 1 c b", true},
		{"a … b", "a 1", false},
		{"…", "", true},
		{"…\nb", "a\na\nb", true},
		{"a\n…\nb", "a\nb", true},
		{"a\n…\nb", "a\nc", false},
		{"a…", "a\nb", false},
	}
	for _, test := range tests {
		if got := matches(outputLines(test.said), outputLines(test.printed)); got != test.want {
			t.Errorf("matches(%q, %q) is %v", test.said, test.printed, got)
		}
	}
}

package stackfile_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
)

// What cannot be read has its place, also where the package for YAML knows none.
func TestPlacesOfWhatIsBroken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"stack_name: a\ncomponents: {o: {name: *n}}":         "2:24: This alias stands for nothing",
		"x-a: &n b\ncomponents: {o: {name: *n, flavor: *m}}": "2:36: This alias stands for nothing",
		"stack_name: a\x00":            "1:14: Here is a NUL byte",
		"s\x00t\x00a\x00":              "1:2: Here is a NUL byte",
		"stack_name: a\ncomponents: [": "Expected YAML",
		"stack_name: '{{a.b}}'\ncomponents: {o: {name: '{{c'}}": "1:13: The name of the stack holds a reference",
	} {
		_, err := stackfile.Parse([]byte(text))
		var problems stackfile.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

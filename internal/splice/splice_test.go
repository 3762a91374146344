package splice_test

import (
	"testing"

	"github.com/zsv-dev/zsv/internal/splice"
)

func TestApply(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		parts []splice.Part
		want  string
	}{
		"nothing":                    {"abc", nil, "abc"},
		"in any order":               {"abcdef", []splice.Part{splice.Replace(4, 5, "E"), splice.Replace(0, 1, "A")}, "AbcdEf"},
		"an insertion":               {"abc", []splice.Part{splice.Insert(1, "x")}, "axbc"},
		"insertions at one place":    {"abc", []splice.Part{splice.Insert(1, "x"), splice.Insert(1, "y"), splice.Replace(1, 2, "B")}, "axyBc"},
		"at both ends":               {"abc", []splice.Part{splice.Insert(0, "<"), splice.Insert(3, ">")}, "<abc>"},
		"all":                        {"abc", []splice.Part{splice.Replace(0, 3, "")}, ""},
		"parts that touch":           {"abc", []splice.Part{splice.Replace(1, 2, "2"), splice.Replace(0, 1, "1")}, "12c"},
		"of a text that has nothing": {"", []splice.Part{splice.Insert(0, "x")}, "x"},
	} {
		if got := string(splice.Apply([]byte(test.text), test.parts)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

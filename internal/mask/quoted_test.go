package mask

import (
	"strings"
	"testing"
)

func TestQuoted(t *testing.T) {
	t.Parallel()
	m := New(valuesOf("a'b\"c\\d\x01é"))
	for _, text := range []string{
		`'a\'b"c\\d\x01é'`,          // Python's repr
		`"a'b\"c\\d\x01é"`,          // Go's %q
		`b'a\'b"c\\d\x01\xc3\xa9'`,  // Python's repr of bytes
		`a'b"c\\d\x01é`,             // with other quotes around it
		`"a'b\"c\\d\u0001\u00e9"`,   // Python's JSON
		"as it is: a'b\"c\\d\x01é.", // without any
	} {
		if masked := m.Text(text); strings.Contains(masked, "d") {
			t.Errorf("%s: %s", text, masked)
		}
	}
}

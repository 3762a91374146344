package stackfile

import (
	"regexp"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// alias is what may be an alias in YAML. It may also stand in a text, so it is only looked for where the text cannot be read.
var alias = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[\s\[{,:-])\*([^\s,\[\]{}]+)`) })

// broken says what is wrong with YAML that cannot be read, and where. The package for YAML gives no line where an alias stands
// for nothing.
func (r *reader) broken(why *yamltext.Malformed) (Place, string) {
	if why.Line > 0 {
		return r.placeAt(why.Line, 1), "Expected " + why.Expected + "."
	}
	text := string(r.text)
	for _, at := range alias().FindAllStringSubmatchIndex(text, -1) {
		if !strings.Contains(text[:at[0]+1], "&"+text[at[2]:at[3]]) {
			return r.placeOf(at[2] - 1), "This alias stands for nothing: no anchor of its name is above it. A text that begins with " +
				"an asterisk needs quotes."
		}
	}
	return Place{}, "Expected " + why.Expected + "."
}

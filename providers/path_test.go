package providers_test

import (
	"path"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

func TestCheckPath(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"a", "a/b", "a.b/..c/d..", "...", "a b", "\u00fc", "a%2e%2e", ".hidden", "-"} {
		if err := providers.CheckPath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	const empty = " has an empty segment: a path neither starts nor ends with a slash, nor has two in a row"
	for bad, want := range map[string]string{
		"":                        `""` + empty,
		"/a":                      `"/a"` + empty,
		"a/":                      `"a/"` + empty,
		"a//b":                    `"a//b"` + empty,
		"..":                      `".." has a segment "..": it would leave its place in the store`,
		"secret/../database/cred": `"secret/../database/cred" has a segment "..": it would leave its place in the store`,
		"./a":                     `"./a" has a segment ".": it would leave its place in the store`,
		"a\nb":                    `"a\nb" has a control character`,
		"a/\x00":                  `"a/\x00" has a control character`,
		"\x7f":                    `"\x7f" has a control character`,
	} {
		if err := providers.CheckPath(bad); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", bad, err, want)
		}
	}
}

// FuzzCheckPath holds that what passes stays where it is, whatever a client library cleans.
func FuzzCheckPath(f *testing.F) {
	for _, seed := range []string{"a/b", "../a", "a/./b", "a//b", "a/../..", "", "/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		if providers.CheckPath(given) != nil {
			return
		}
		if joined := path.Join("mount/data", given); joined != "mount/data/"+given || strings.ContainsAny(given, "\r\n\x00") {
			t.Errorf("%q passes and becomes %q", given, joined)
		}
	})
}

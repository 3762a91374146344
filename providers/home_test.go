package providers_test

import (
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

func TestHome(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for name, test := range map[string]struct {
		environ       []string
		want, ofSlash string // the home, and what "~/a/b" is
	}{
		"HOME":                 {[]string{"USERPROFILE=/other", "HOME=" + home}, home, filepath.Join(home, "a", "b")},
		"USERPROFILE":          {[]string{"USERPROFILE=" + home, "HOME="}, home, filepath.Join(home, "a", "b")},
		"none":                 {nil, "", "~/a/b"},
		"one that is relative": {[]string{"HOME=here"}, "", "~/a/b"},
	} {
		surroundings := providers.Surroundings{Environ: test.environ}
		if got := surroundings.Home(); got != test.want {
			t.Errorf("%s: the home is %q, want %q", name, got, test.want)
		}
		if got := surroundings.InHome("~/a/b"); got != test.ofSlash {
			t.Errorf("%s: ~/a/b is %q, want %q", name, got, test.ofSlash)
		}
		for _, path := range []string{"a/~/b", "~", "~user/a", "/a", ""} {
			if got := surroundings.InHome(path); got != path {
				t.Errorf("%s: %s is %q", name, path, got)
			}
		}
	}
}

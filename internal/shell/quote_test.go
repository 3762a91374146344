package shell_test

import (
	"os/exec"
	"testing"

	"github.com/zsv-dev/zsv/internal/shell"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"":          "''",
		"prod":      "prod",
		"a/b-c_d.e": "a/b-c_d.e",
		"two words": "'two words'",
		"it's":      `'it'\''s'`,
		"$(rm)":     "'$(rm)'",
		"~/x":       "'~/x'",
		"é":         "'é'",
	} {
		if got := shell.Quote(word); got != want {
			t.Errorf("%q is quoted as %s, want %s", word, got, want)
		}
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+shell.Quote(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("a shell reads %q as %q, %v", word, out, err)
		}
	}
}

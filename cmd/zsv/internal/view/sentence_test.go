package view

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text    string
		columns int
		want    string
	}{
		{"Error: all of it fits.", 22, "Error: all of it fits."},
		{"Error: this is not known, and is never broken.", 0, "Error: this is not known, and is never broken."},
		{"Error: there is no secret in the store.", 30, "Error: there is no secret in\n  the store."},
		{"  - a list is indented as it was before", 30, "  - a list is indented as it\n    was before"},
		{"There is none. Run zsv secret create mlflow -i to create it.", 30,
			"There is none. Run\n  zsv secret create mlflow -i\n  to create it."},
		{"Did you mean one? Run zsv secret list. It says what there is, all of it.", 30,
			"Did you mean one? Run\n  zsv secret list. It says\n  what there is, all of it."},
		{"To change it, or not to: zsv secret update mlflow --password=@-", 30,
			"To change it, or not to:\n  zsv secret update mlflow --password=@-"},
		{"Run zsv secret get 'a to b' --x to look, and then: zsv secret get \"a. b\" k. Then no more.", 30,
			"Run\n  zsv secret get 'a to b' --x\n  to look, and then:\n  zsv secret get \"a. b\" k.\n  Then no more."},
		{"Run it's an unclosed quote to see that nothing is lost of it", 30,
			"Run\n  it's an unclosed quote to see that nothing is lost of it"},
	} {
		if diff := cmp.Diff(test.want, Sentences(test.text, test.columns)); diff != "" {
			t.Errorf("%q in %d columns (-want +got):\n%s", test.text, test.columns, diff)
		}
	}
}

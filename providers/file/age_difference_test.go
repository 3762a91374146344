package file

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers/providertest"
)

// Who reads a store whose block names others is told so once, with the command; the user's own keys are no difference.
func TestADifferenceIsTold(t *testing.T) {
	t.Parallel()
	ann, bob, eve := newPerson(t), newPerson(t), newPerson(t)
	begin := fmt.Sprintf("The recipients of %q are not those of its provider's block: ", defaultPath)
	const run = "; if the block is right, run zsv secret update a"
	for name, test := range map[string]struct {
		source string
		want   []string
	}{
		"no list":       {source: ""},
		"the same":      {source: naming(bob.public(), ann.public())},
		"not one's own": {source: naming(bob.public())},
		"a new one": {source: naming(ann.public(), bob.public(), eve.public()), want: []string{begin + "it names " +
			eve.public() + ", who cannot read the store yet" + run + " --accept-recipient " + eve.public() + "."}},
		"one left out": {source: naming(ann.public()), want: []string{begin + "it leaves out " + bob.public() + ", who can read it" +
			run + " --drop-recipient " + bob.public() + "."}},
		"both": {source: naming(eve.public()), want: []string{begin + "it names " + eve.public() +
			", who cannot read the store yet, and it leaves out " + bob.public() + ", who can read it" + run + " --accept-recipient " +
			eve.public() + " --drop-recipient " + bob.public() + "."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public(), bob.public())
			store := ann.open(t, dir, test.source)
			told := listen(store.checker)
			for range 2 {
				if got := verdict(t, store, "a.k"); got != "present" {
					t.Errorf("the key is %s", got)
				}
			}
			if diff := cmp.Diff(test.want, told()); diff != "" {
				t.Errorf("people were told (-want +got):\n%s", diff)
			}
		})
	}
}

// A store that is not there yet has no recipients to differ from.
func TestANewStoreDiffersFromNothing(t *testing.T) {
	t.Parallel()
	ann, bob := newPerson(t), newPerson(t)
	store := ann.open(t, t.TempDir(), naming(bob.public()))
	told := listen(store.checker)
	verdict(t, store, "a.k")
	if len(told()) > 0 {
		t.Errorf("people were told %q", told())
	}
}

package file

import (
	"fmt"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
)

// A promised store has the values of one that SOPS encrypted. What the names in clear say is there, and is not among what
// sops printed, is no secret that is missing: nobody knows why.
type promised struct {
	sops.Text
	closed store
	store
}

// Fetch hands out values.
func (p promised) Fetch(query providers.Query) providers.Fetched {
	said := p.closed.Answer(query)
	if said.Secret == providers.Present && len(query.Keys) == 0 {
		query.Keys = said.Available
		said = p.closed.Answer(query)
	}
	fetched := p.store.Fetch(query)
	if said.Secret != providers.Present {
		return fetched
	}
	if fetched.Secret == providers.Missing {
		return providers.Fetched{Reason: providers.Plugin, Detail: notPrinted(p.Text)}
	}
	for name, key := range fetched.Keys {
		if key.Status == providers.Missing && said.Keys[name].Status == providers.Present {
			fetched.Keys[name] = providers.Key{Reason: providers.Plugin, Detail: notPrinted(p.Text)}
		}
	}
	return fetched
}

// notPrinted is why something that is in a file has no value.
func notPrinted(t sops.Text) string {
	return fmt.Sprintf("it is in %q, and not in what sops prints of that; to see why, run: sops decrypt %s", t.Shown,
		shell.Quote(t.Shown))
}

// notWhatWasSealed is why nothing of what sops prints is used.
func notWhatWasSealed(t sops.Text) error {
	return t.Trouble(providers.Plugin, "what sops prints is not what it encrypted")
}

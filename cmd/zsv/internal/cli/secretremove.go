package cli

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// notRemoved is about keys that were to be removed and are not there. Where that was all there was to do, it is an error,
// for the name may be misspelt and the key still there; else a warning, since the rest is done.
func (s *secretRun) notRemoved(stored *resolve.StoredSecret, change providers.Change, result *providers.Written) error {
	var absent []string
	for _, key := range slices.Compact(slices.Sorted(slices.Values(change.Remove))) {
		if !slices.Contains(result.Removed, key) {
			absent = append(absent, key)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	sentences := s.noSuchKeys(stored, absent)
	if len(result.Set)+len(result.Removed)+len(s.recipients.accepted)+len(s.recipients.dropped) == 0 {
		return (&failure{}).say(config.RuleMissingKey, exitMissing, "Key missing", append(sentences, "no key was changed")...)
	}
	for _, text := range sentences {
		s.tellLine("Warning: %s", sentence(text))
		result.Warnings = append(result.Warnings, sentence(text))
	}
	return nil
}

// noSuchKeys says of each key that the secret has none, and which one may have been meant.
func (s *secretRun) noSuchKeys(stored *resolve.StoredSecret, absent []string) []string {
	ctx, stop := s.asking()
	defer stop()
	held, err := stored.Keys(ctx)
	var sentences []string
	for _, key := range absent {
		text := fmt.Sprintf("the secret %q in %s has no key %q to remove.", stored.Name, storeOf(stored), key)
		if err == nil {
			text += suggest.DidYouMean(key, held.Keys)
		}
		sentences = append(sentences, text)
	}
	return sentences
}

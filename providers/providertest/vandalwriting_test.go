package providertest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// writtenBut makes a Write that tells something else than what it did.
func writtenBut(spoil func(change providers.Change, written *providers.Written)) deeds {
	return deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
		written, err := k.Write(ctx, change)
		if err == nil {
			spoil(change, &written)
		}
		return written, err
	}}
}

// changedBut makes a Write that makes another change.
func changedBut(spoil func(k *keeper, change *providers.Change)) deeds {
	return deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
		change = cloneChange(change)
		spoil(k, &change)
		return k.Write(ctx, change)
	}}
}

// setBut makes a Write that writes other values.
func setBut(spoil func(text string) string) deeds {
	return changedBut(func(_ *keeper, change *providers.Change) {
		for key, value := range change.Set {
			change.Set[key] = providers.NewValue(spoil(value.Reveal()))
		}
	})
}

// strictly fails before it writes, or writes.
func strictly(fails func(k *keeper, change providers.Change) error) deeds {
	return deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
		if err := fails(k, change); err != nil {
			return providers.Written{}, err
		}
		return k.Write(ctx, change)
	}}
}

// recklessly writes first, and then reports what the keeper would have.
var recklessly = deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
	k.lock.Lock()
	defer k.lock.Unlock()
	known := slices.Collect(maps.Keys(change.Set))
	there := k.lookLocked(change.Location, known) != nil
	always := change
	always.Condition = providers.Always
	written, _ := k.apply(always)
	switch {
	case ctx.Err() != nil:
		return written, ctx.Err()
	case there && change.Condition == providers.IfMissing:
		return written, providers.ErrSecretExists
	case !there && change.Condition == providers.IfPresent:
		return written, providers.ErrSecretMissing
	}
	return written, nil
}}

var broken = &providers.Error{Reason: providers.ServerError, Detail: "the store is broken"}

var vandalisedWriting = []vandalism{
	{name: "writes nothing", by: "a secret created", finding: "want present",
		does: deeds{write: func(_ *keeper, _ context.Context, change providers.Change) (providers.Written, error) {
			return providers.Written{Created: true, Set: slices.Sorted(maps.Keys(change.Set))}, nil
		}}},
	{name: "writes for itself alone", by: "a secret created", finding: "want present",
		does: deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
			k.shelf = &shelf{secrets: maps.Clone(k.secrets)}
			return k.Write(ctx, change)
		}}},
	{name: "answers from what it saw first", by: "a secret created", finding: "want present",
		does: deeds{check: func(k *keeper, ctx context.Context, level providers.Level, queries []providers.Query,
			answer func(int, providers.Answer),
		) error {
			return newKeeper(Store{"slack": with("slack", "token")}, k.traits, k.log).Check(ctx, level, queries, answer)
		}}},
	{name: "does not tell that it created", by: "a secret created", finding: "Written.Created is false",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Created = false })},
	{name: "sorts nothing", by: "a secret created", finding: "not sorted",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { slices.Reverse(written.Set) })},
	{name: "changes the change", by: "a secret created", finding: "Write changed the change",
		does: writtenBut(func(change providers.Change, _ *providers.Written) { clear(change.Set) })},
	{name: "shows a value in a warning", by: "a secret created", finding: "a value shows in what was written",
		does: writtenBut(func(_ providers.Change, written *providers.Written) {
			written.Warnings = []string{value("mlflow", "password") + " is weak."}
		})},
	{name: "logs a value", by: "a secret created", finding: "a value shows in the log",
		does: strictly(func(k *keeper, change providers.Change) error {
			k.log.Debug("written", "value", change.Set["password"].Reveal())
			return nil
		})},
	{name: "breaks a warning's line", by: "a secret created", finding: "line break",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Warnings = []string{"one\ntwo"} })},
	{name: "does not warn", by: "a secret created", finding: "does not warn", adjust: func(s *Subject) { s.LosesRaces = true }},
	{name: "fails with any error", by: "a secret created", finding: "want an *Error",
		does: strictly(func(*keeper, providers.Change) error { return errors.New("no") })},
	{name: "fails without a reason", by: "a secret created", finding: "needs both",
		does: strictly(func(*keeper, providers.Change) error { return &providers.Error{} })},
	{name: "panics", by: "a secret created", finding: "Write panicked",
		does: strictly(func(*keeper, providers.Change) error { panic("no") })},
	{name: "needs a store that is there", by: "the first secret of a store", finding: "was not written",
		does: strictly(func(k *keeper, _ providers.Change) error {
			if len(k.secrets) == 0 {
				return broken
			}
			return nil
		})},
	{name: "replaces the whole secret", by: "keys beside others", finding: "has no value",
		does: changedBut(func(k *keeper, change *providers.Change) {
			for key := range k.look(change.Location, nil) {
				if _, set := change.Set[key]; !set {
					change.Remove = append(change.Remove, key)
				}
			}
		})},
	{name: "always says that it created", by: "keys beside others", finding: "Written.Created is true",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Created = true })},
	{name: "leaves out what is the same", by: "the value that it has already", finding: "the keys set and kept are",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Set = nil })},
	{name: "calls kept what it set", by: "the value that it has already", finding: "though the change was to set them",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Kept, written.Set = written.Set, nil })},
	{name: "creates over what is there", by: "a secret that must be missing", finding: "want \"the secret exists already\"",
		does: changedBut(func(_ *keeper, change *providers.Change) { change.Condition = providers.Always })},
	{name: "writes before it looks", by: "a secret that must be missing", finding: "is not what was stored",
		does: recklessly},
	{name: "updates what is not there", by: "a secret that must be there", finding: "want \"there is no such secret\"",
		does: changedBut(func(_ *keeper, change *providers.Change) { change.Condition = providers.Always })},
	{name: "writes before it looks", by: "a secret that must be there", finding: "want missing", does: recklessly},
	{name: "keeps nothing", by: "keys to keep", finding: "is not what was stored",
		does: changedBut(func(_ *keeper, change *providers.Change) { change.Keep = false })},
	{name: "keeps silently", by: "keys to keep", finding: "the keys set and kept are",
		does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Kept = nil })},
	{name: "takes empty for missing", by: "an empty value to keep", finding: "Written.Kept is",
		does: changedBut(func(k *keeper, change *providers.Change) {
			k.lock.Lock()
			defer k.lock.Unlock()
			for key, value := range k.secrets[change.Location] {
				if value.Reveal() == "" {
					delete(k.secrets[change.Location], key)
				}
			}
		})},
	{name: "removes nothing", by: "keys to remove", finding: "Written.Removed is",
		does: changedBut(func(_ *keeper, change *providers.Change) { change.Remove = nil })},
	{name: "empties what it should remove", by: "keys to remove", finding: "want missing",
		does: deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
			written, err := k.Write(ctx, change)
			k.lock.Lock()
			defer k.lock.Unlock()
			for _, key := range written.Removed {
				k.secrets[change.Location][key] = providers.NewValue("")
			}
			return written, err
		}}},
	{name: "misses what is not there", by: "keys to remove", finding: "was not written",
		does: strictly(func(k *keeper, change providers.Change) error {
			for _, key := range change.Remove {
				if !k.look(change.Location, nil)[key].IsSet() {
					return broken
				}
			}
			return nil
		})},
	{name: "tells of removing what was not there", by: "keys to remove", finding: "Written.Removed is",
		does: writtenBut(func(change providers.Change, written *providers.Written) {
			written.Removed = slices.Sorted(slices.Values(change.Remove))
		})},
	{name: "drops an empty secret", by: "the last key removed", finding: "is missing", sort: traits{noBare: true}},
	{name: "removes the last key and complains", by: "the last key removed", finding: "want present", sort: traits{noBare: true},
		does: deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
			_, _ = k.Write(ctx, change)
			return providers.Written{}, broken
		}},
		adjust: func(s *Subject) { s.Holds = func(_, key string) bool { return key != "" } }},
	{name: "creates nothing without keys", by: "a secret created without keys", finding: "is missing", sort: traits{noBare: true}},
	{name: "claims what it did not create", by: "a secret created without keys", finding: "Written.Created is true",
		sort: traits{noBare: true}, does: writtenBut(func(_ providers.Change, written *providers.Written) { written.Created = true }),
		adjust: func(s *Subject) { s.Holds = func(_, key string) bool { return key != "" } }},
	{name: "asks the store", by: "a change that is vetted", finding: "without anything to ask",
		does: deeds{vet: func(k *keeper, _ providers.Change) error { k.sent.Add(1); return nil }}},
	{name: "judges the condition", by: "a change that is vetted", finding: "Vet refuses a change",
		does: deeds{vet: func(_ *keeper, change providers.Change) error {
			if change.Condition == providers.IfMissing {
				return broken
			}
			return nil
		}}},
	{name: "writes", by: "a change that is vetted", finding: "is not what was stored",
		does: deeds{vet: func(k *keeper, change providers.Change) error {
			_, _ = k.Write(context.Background(), change)
			return nil
		}}},
	{name: "changes the change", by: "a change that is vetted", finding: "Vet changed the change",
		does: deeds{vet: func(_ *keeper, change providers.Change) error {
			slices.Sort(change.Remove)
			clear(change.Set)
			return nil
		}}},
	{name: "writes on", by: "a write after an interrupt", finding: "did not fail",
		does: deeds{write: func(k *keeper, _ context.Context, change providers.Change) (providers.Written, error) {
			return k.Write(context.Background(), change)
		}}},
	{name: "writes before it looks", by: "a write after an interrupt", finding: "is not what was stored", does: recklessly},
	{name: "blames the store", by: "a write after an interrupt", finding: "want the context's error",
		does: deeds{write: func(*keeper, context.Context, providers.Change) (providers.Written, error) {
			return providers.Written{}, broken
		}}},
}

// textOnly tells the suite that the store holds text.
func textOnly(s *Subject) { s.HoldsValue = utf8.ValidString }

// lowerOnly tells the suite that the store holds the names that the narrow one does.
func lowerOnly(s *Subject) {
	s.Holds = func(secret, key string) bool { return plain(secret) && plain(key) }
}

var vandalisedBytes = []vandalism{
	{name: "trims values", by: "odd values written", finding: "is not what was stored", does: setBut(strings.TrimSpace)},
	{name: "expands line breaks", by: "odd values written", finding: "is not what was stored",
		does: setBut(func(text string) string { return strings.ReplaceAll(text, `\n`, "\n") })},
	{name: "reads files", by: "odd values written", finding: "is not what was stored",
		does: setBut(func(text string) string { return strings.TrimPrefix(text, "@") })},
	{name: "cuts long values", by: "odd values written", finding: "is not what was stored",
		does: setBut(func(text string) string { return text[:min(len(text), 32<<10)] })},
	{name: "lets a value break out", by: "odd values written", finding: "though the store does not hold it",
		does: changedBut(func(_ *keeper, change *providers.Change) {
			for _, value := range maps.Clone(change.Set) {
				if _, after, found := strings.Cut(value.Reveal(), "\nB="); found {
					change.Set["B"] = providers.NewValue(after)
				}
			}
		})},
	{name: "mends text", by: "values that cannot be held", finding: "Write takes", adjust: textOnly,
		does: setBut(func(text string) string { return strings.ToValidUTF8(text, "?") })},
	{name: "vets too little", by: "values that cannot be held", finding: "Vet lets", adjust: textOnly,
		does: deeds{vet: func(*keeper, providers.Change) error { return nil }}},
	{name: "writes the rest", by: "values that cannot be held", finding: "is not what was stored", adjust: textOnly,
		sort: traits{refusesValue: func(text string) bool { return !utf8.ValidString(text) }},
		does: deeds{write: func(k *keeper, ctx context.Context, change providers.Change) (providers.Written, error) {
			fit := cloneChange(change)
			maps.DeleteFunc(fit.Set, func(_ string, v providers.Value) bool { return k.traits.refusesValue(v.Reveal()) })
			_, _ = k.Write(ctx, fit)
			return k.Write(ctx, change)
		}}},
	{name: "shows what it refuses", by: "values that cannot be held", finding: "a value shows in an error", adjust: textOnly,
		does: deeds{vet: func(_ *keeper, change providers.Change) error {
			return &providers.Error{Reason: providers.Invalid, Detail: "no text: " + change.Set["zone"].Reveal()}
		}}},
	{name: "says that it exists", by: "values that cannot be held", finding: "which is not why", adjust: textOnly,
		does: strictly(func(*keeper, providers.Change) error { return providers.ErrSecretExists })},
	{name: "ignores case", by: "odd keys written", finding: `"PASSWORD"`,
		does: changedBut(func(_ *keeper, change *providers.Change) {
			for key, value := range maps.Clone(change.Set) {
				delete(change.Set, key)
				change.Set[strings.ToLower(key)] = value
			}
		})},
	{name: "takes names that it has no place for", by: "odd keys written", finding: "Write takes", adjust: lowerOnly},
	{name: "ignores case", by: "odd secrets written", finding: "is missing",
		does: changedBut(func(_ *keeper, change *providers.Change) { change.Location = strings.ToLower(change.Location) })},
	{name: "takes names that it has no place for", by: "odd secrets written", finding: "Write takes", adjust: lowerOnly},
	{name: "cleans names like paths", by: "writing by names that lead elsewhere", finding: "is not what was stored",
		does: changedBut(func(_ *keeper, change *providers.Change) { change.Location = cleaned(change.Location) })},
	{name: "cleans keys like paths", by: "writing by names that lead elsewhere", finding: "is not what was stored",
		does: changedBut(func(_ *keeper, change *providers.Change) {
			for key, value := range maps.Clone(change.Set) {
				delete(change.Set, key)
				change.Set[cleaned(key)] = value
			}
		})},
	{name: "vets too much", by: "writing by names that lead elsewhere", finding: "Write takes",
		does: deeds{vet: func(*keeper, providers.Change) error { return broken }}},
}

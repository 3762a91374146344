package providertest

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// fresh returns values for a secret's keys that it did not have before.
func fresh(secret string, keys ...string) map[string]string {
	values := map[string]string{}
	for _, key := range keys {
		values[key] = value(secret, key+" anew")
	}
	return values
}

// change returns what sets keys of the secret called name and removes others.
func (f *fixture) change(name string, set map[string]string, remove ...string) providers.Change {
	change := providers.Change{Location: f.location(name), Set: map[string]providers.Value{}, Remove: remove}
	for key, text := range set {
		change.Set[key] = providers.NewValue(text)
	}
	return change
}

// on returns the change with a condition.
func on(condition providers.Condition, change providers.Change) providers.Change {
	change.Condition = condition
	return change
}

// keeping returns the change that leaves present keys alone.
func keeping(change providers.Change) providers.Change {
	change.Keep = true
	return change
}

// write makes a change, and holds what comes of it to the rules.
func (f *fixture) write(change providers.Change) (providers.Written, error) {
	f.Helper()
	return f.writeUntil(f.Context(), change)
}

func (f *fixture) writeUntil(ctx context.Context, change providers.Change) (providers.Written, error) {
	f.Helper()
	var written providers.Written
	given := cloneChange(change)
	err := f.guard("Write", func() (err error) {
		written, err = f.checker.(providers.Writer).Write(ctx, change)
		return err
	})
	f.wantUntouched("Write", given, change)
	f.searchAny("what was written", written)
	f.judgeFailure(ctx, "Write", err, providers.ErrSecretExists, providers.ErrSecretMissing)
	if err == nil {
		f.judgeWritten(change, written)
	}
	return written, err
}

// vet asks whether a change could be made, and holds the answer to the rules.
func (f *fixture) vet(change providers.Change) error {
	f.Helper()
	given := cloneChange(change)
	err := f.guard("Vet", func() error { return f.checker.(providers.Writer).Vet(change) })
	f.wantUntouched("Vet", given, change)
	f.judgeFailure(f.Context(), "Vet", err)
	return err
}

// mustWrite makes a change that nothing stands against.
func (f *fixture) mustWrite(change providers.Change) providers.Written {
	f.Helper()
	if err := f.vet(change); err != nil {
		f.Errorf("Vet refuses a change of %q that the store can hold: %v", change.Location, err)
	}
	written, err := f.write(change)
	if err != nil {
		f.Errorf("a change of %q was not written: %v", change.Location, err)
	}
	return written
}

// mustRefuse makes a change that the store has no form for.
func (f *fixture) mustRefuse(what string, change providers.Change) {
	f.Helper()
	f.mustRefuseToWrite(what, change)
	if f.vet(change) == nil && !f.subject.External {
		f.Errorf("Vet lets %s pass, which the store cannot hold", what)
	}
}

func (f *fixture) mustRefuseToWrite(what string, change providers.Change) {
	f.Helper()
	switch _, err := f.write(change); {
	case err == nil:
		f.Errorf("Write takes %s, which the store cannot hold", what)
	case errors.Is(err, providers.ErrSecretExists) || errors.Is(err, providers.ErrSecretMissing):
		f.Errorf("Write refuses %s with %q, which is not why", what, err)
	}
}

// judgeWritten holds what is said of a change that was made to what was to be made.
func (f *fixture) judgeWritten(change providers.Change, written providers.Written) {
	f.Helper()
	for what, names := range map[string][]string{"Set": written.Set, "Kept": written.Kept, "Removed": written.Removed} {
		if !slices.IsSorted(names) {
			f.Errorf("the keys in Written.%s are not sorted: %q", what, names)
		}
	}
	set := slices.Sorted(maps.Keys(change.Set))
	if got := slices.Sorted(slices.Values(slices.Concat(written.Set, written.Kept))); !slices.Equal(got, set) {
		f.Errorf("the keys set and kept are %q, those of the change %q", got, set)
	}
	if len(written.Kept) > 0 && !change.Keep {
		f.Errorf("the keys %q were kept, though the change was to set them", written.Kept)
	}
	for _, name := range written.Removed {
		if !slices.Contains(change.Remove, name) {
			f.Errorf("the key %q was removed, which the change does not name", name)
		}
	}
	for _, warning := range written.Warnings {
		f.judgeDetail("a warning of Write", warning)
	}
	if f.subject.LosesRaces && len(written.Warnings) == 0 {
		f.Errorf("Write does not warn that the store is not safe against other writers")
	}
}

// judgeFailure demands that an error is one that the contract has: one of those that are allowed, an *Error, or the end
// of ctx.
func (f *fixture) judgeFailure(ctx context.Context, method string, err error, allowed ...error) {
	f.Helper()
	if err == nil {
		return
	}
	f.searchError(err)
	if slices.ContainsFunc(allowed, func(known error) bool { return errors.Is(err, known) }) {
		return
	}
	if known := (*providers.Error)(nil); errors.As(err, &known) {
		if known.Reason == "" || known.Detail == "" {
			f.Errorf("the error of %s has the reason %q and the detail %q, and needs both", method, known.Reason, known.Detail)
		}
		f.judgeDetail("an error of "+method, known.Detail)
	} else if ctx.Err() == nil || !endOfContext(err) {
		f.Errorf("%s failed with a %T (%v), want an *Error", method, err, err)
	}
}

// wantUntouched demands that a method left the change as it was given.
func (f *fixture) wantUntouched(method string, given, change providers.Change) {
	f.Helper()
	same := func(a, b providers.Value) bool { return a.IsSet() == b.IsSet() && a.Reveal() == b.Reveal() }
	if change.Location != given.Location ||
		!slices.Equal(change.Remove, given.Remove) || !maps.EqualFunc(change.Set, given.Set, same) {
		f.Errorf("%s changed the change it was given", method)
	}
}

func cloneChange(change providers.Change) providers.Change {
	change.Set, change.Remove = maps.Clone(change.Set), slices.Clone(change.Remove)
	return change
}

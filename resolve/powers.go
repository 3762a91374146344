package resolve

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// What a store can do beyond checking. Each method returns the error of errWithout where the provider lacks the power; a
// panic of the provider is an error of the reason Internal.

func (s *store) vet(log *slog.Logger, change providers.Change) error {
	return withPower(s, log, writing, func(w providers.Writer) error { return w.Vet(change) })
}

func (s *store) write(ctx context.Context, log *slog.Logger, change providers.Change) (written providers.Written, err error) {
	err = withPower(s, log, writing, func(w providers.Writer) (err error) {
		written, err = w.Write(ctx, change)
		return err
	})
	return written, err
}

// consent asks for the user's word, where the provider needs it.
func (s *store) consent(ctx context.Context, log *slog.Logger) error {
	if _, asks := s.checker.(providers.Consenter); !asks {
		return nil
	}
	return withPower(s, log, writing, func(c providers.Consenter) error { return c.Consent(ctx) })
}

func (s *store) delete(ctx context.Context, log *slog.Logger, location string) (restore string, err error) {
	err = withPower(s, log, writing, func(d providers.Deleter) (err error) {
		restore, err = d.Delete(ctx, location)
		return err
	})
	return restore, err
}

func (s *store) rename(ctx context.Context, log *slog.Logger, from, to string) error {
	return withPower(s, log, writing, func(r providers.Renamer) error { return r.Rename(ctx, from, to) })
}

func (s *store) list(ctx context.Context, log *slog.Logger) (names []string, err error) {
	err = withPower(s, log, "listed", func(l providers.Lister) (err error) {
		names, err = l.List(ctx)
		return err
	})
	return names, err
}

func (s *store) listKeys(ctx context.Context, log *slog.Logger, location string) (keys providers.KeyList, err error) {
	err = withPower(s, log, "listed", func(l providers.KeyLister) (err error) {
		keys, err = l.ListKeys(ctx, location)
		return err
	})
	return keys, err
}

// withPower has a provider use a power that it has.
func withPower[P any](s *store, log *slog.Logger, power string, use func(P) error) error {
	able, ok := s.checker.(P)
	if !ok {
		return s.errWithout(power)
	}
	return guarded(s.address, log, func() error { return use(able) })
}

// errWithout says that the provider lacks a power.
func (s *store) errWithout(power string) error {
	detail := fmt.Sprintf("a store of type %q cannot be %s by zsv", s.addr.Type, power)
	_, writable := s.checker.(providers.Writer)
	_, external := s.checker.(providers.External)
	_, hasRemedy := s.checker.(providers.Remedier)
	switch {
	case !writable && power == writing && !hasRemedy:
		detail += "; set values with the store's own tools"
	case !writable || power != writing:
	case external:
		detail = "an external provider has no way to delete or rename a secret; do it with the store's own tools, or remove its " +
			"keys, with zsv secret update NAME --remove-key KEY"
	default: // keys, but no whole secrets
		detail = "such a store does not tell which of its variables are one secret's; remove them key by key, with zsv secret " +
			"update NAME --remove-key KEY"
	}
	return &providers.Error{Reason: providers.Unsupported, Detail: detail}
}

// writing is what a store must allow for changes, of keys and of whole secrets.
const writing = "written"

// fetch fetches values and returns one Fetched for each query. It returns soon after ctx ends.
func (s *store) fetch(ctx context.Context, log *slog.Logger, queries []providers.Query) []providers.Fetched {
	fetcher, ok := s.checker.(providers.Fetcher)
	if !ok {
		reason, detail := providers.ReasonOf(s.errWithout("read"))
		return slices.Repeat([]providers.Fetched{{Reason: reason, Detail: detail}}, len(queries))
	}
	c := newConversation(s, log, len(queries), func(ctx context.Context, accept func(int, providers.Fetched)) error {
		return fetcher.Fetch(ctx, queries, accept)
	})
	c.hold(ctx)
	all := make([]providers.Fetched, len(queries))
	for i := range queries {
		if !c.sound(i) {
			reason, detail := c.whyNot()
			all[i] = providers.Fetched{Reason: reason, Detail: detail}
			continue
		}
		all[i] = withoutContradiction(c.answers[i])
	}
	return all
}

// withoutContradiction believes nothing of a provider that hands out values of a secret which it does not call present, or
// of a key which it calls missing.
func withoutContradiction(f providers.Fetched) providers.Fetched {
	contradictory := len(f.Values) > 0 && f.Secret != providers.Present
	for key := range f.Keys {
		contradictory = contradictory || f.Values[key].IsSet()
	}
	if !contradictory {
		return f
	}
	return providers.Fetched{Reason: providers.Internal, Detail: "the provider gave a value of what it says is not there, so " +
		"nothing it said counts; please report this"}
}

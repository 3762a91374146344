package zenml

import (
	"context"
	"sync"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// Fetch hands out values, as providers.Fetcher says: one list, and one request a secret. What read_values says is about
// checks; whoever fetches wants values.
func (p *Provider) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	if len(queries) == 0 {
		return ctx.Err()
	}
	return p.inSession(ctx, "not all values came within %s", func(ctx context.Context, s *session) error {
		names, err := s.namesFor(ctx, queries)
		if err != nil {
			return err
		}
		f := &fetch{session: s, queries: queries, names: names, answer: answer}
		parallel.Each(len(queries), p.concurrency, func(i int) { f.one(ctx, i) })
		if f.err != nil {
			return f.err
		}
		return ctx.Err()
	})
}

// namesFor lists what is needed for the queries: all, or the one.
func (s *session) namesFor(ctx context.Context, queries []providers.Query) (names, error) {
	if len(queries) == 1 {
		return s.listNamed(ctx, queries[0].Location)
	}
	return s.listNames(ctx)
}

// A fetch is one run of Fetch. Queries are known by their index.
type fetch struct {
	*session
	queries []providers.Query
	names   names

	mutex  sync.Mutex // guards what follows
	answer func(int, providers.Fetched)
	err    error
}

func (f *fetch) one(ctx context.Context, i int) {
	if f.stopped(ctx) {
		return
	}
	found, err := f.secretOf(ctx, f.queries[i].Location)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	switch {
	case err != nil && endsAll(err):
		f.err = err
	case err != nil && ctx.Err() == nil:
		f.answer(i, unverified(err).handOut(f.queries[i].Keys))
	case err == nil:
		f.answer(i, found.handOut(f.queries[i].Keys))
	}
}

func (f *fetch) secretOf(ctx context.Context, name string) (secret, error) {
	listed, there := f.names.find(name)
	switch {
	case there:
		return f.read(ctx, listed)
	case f.names.whole:
		return missing(), nil
	default:
		return unverified(f.changing()), nil
	}
}

func (f *fetch) stopped(ctx context.Context) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.err != nil || ctx.Err() != nil
}

// handOut has the values of these keys; of all, where there are none.
func (s secret) handOut(keys []string) providers.Fetched {
	fetched := providers.Fetched{
		Secret: s.status, Reason: s.reason, Detail: s.detail, Keys: map[string]providers.Key{}, Values: map[string]providers.Value{},
	}
	if s.status == providers.Present && s.reason != "" {
		fetched.Secret = providers.Unverified
	}
	if len(keys) == 0 {
		for key := range s.keys {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		value, there := s.keys[key]
		switch {
		case there && value.IsSet():
			fetched.Values[key] = value
		case there:
			fetched.Keys[key] = providers.Key{Reason: providers.Denied, Detail: "ZenML does not show its value to the owner of " +
				"these credentials; ask for a role that may read the values of secrets"}
		default:
			fetched.Keys[key] = s.key(key)
		}
	}
	return fetched
}

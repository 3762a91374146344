package command

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

// Fetch answers as providers.Fetcher says.
func (p *Provider) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	if err := p.unusableError(); err != nil {
		return err
	}
	if p.command.Fetch == nil {
		return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("%s gives no values; give it a block fetch",
			p.definition())}
	}
	return providers.InTime(ctx, p.timeout, "not all values came within %s", func(ctx context.Context) error {
		if len(queries) == 0 || ctx.Err() != nil {
			return ctx.Err()
		}
		f := &fetch{Provider: p, queries: queries, answer: answer}
		if p.command.Fetch.Mentions(commandline.Key) {
			f.keys(ctx)
		} else {
			f.secrets(ctx)
		}
		return ctx.Err()
	})
}

// A fetch is one run of Fetch.
type fetch struct {
	*Provider
	queries []providers.Query
	answer  func(int, providers.Fetched)
}

func (f *fetch) settle(i int, got *found) {
	if got.ended == nil {
		f.answer(i, got.fetched(f.Provider, f.queries[i].Keys))
	}
}

// secrets fetches whole secrets.
func (f *fetch) secrets(ctx context.Context) {
	members, locations := byLocation(f.queries)
	f.look(ctx, reader{operation: f.command.Fetch}, locations, func(location string, got *found) {
		for _, i := range members[location] {
			f.settle(i, got)
		}
	})
}

// keys fetches values one by one. Where check sees the keys of a secret, it says which there are: a program that is asked for a
// key cannot tell a missing one from one of a missing secret.
func (f *fetch) keys(ctx context.Context) {
	if f.command.Check.Mentions(commandline.Key) {
		f.wanted(ctx, f.wishes())
		return
	}
	var known []wanted
	members, locations := byLocation(f.queries)
	f.look(ctx, reader{operation: f.command.Check}, locations, func(location string, seen *found) {
		for _, i := range members[location] {
			if seen.status != providers.Present {
				f.settle(i, seen)
				continue
			}
			known = append(known, f.among(i, seen))
		}
	})
	f.wanted(ctx, known)
}

// A wanted is a query whose values are to be fetched key by key.
type wanted struct {
	query int
	keys  []string
	seen  *found // what check says of the secret; nil: nothing
}

// wishes are the queries as they are. Without keys there is nothing to ask for.
func (f *fetch) wishes() (all []wanted) {
	for i, query := range f.queries {
		if len(query.Keys) == 0 {
			unknown := f.withoutKeys()
			f.answer(i, providers.Fetched{Reason: unknown.Reason, Detail: unknown.Detail})
			continue
		}
		all = append(all, wanted{query: i, keys: query.Keys})
	}
	return all
}

// among returns the keys of a query that are there, of a secret that check has seen.
func (f *fetch) among(i int, seen *found) wanted {
	w := wanted{query: i, seen: seen}
	keys := f.queries[i].Keys
	if len(keys) == 0 {
		keys = slices.Sorted(maps.Keys(seen.keys))
	}
	for _, key := range keys {
		if seen.keys == nil || seen.keys[key].Status == providers.Present {
			w.keys = append(w.keys, key)
		}
	}
	return w
}

func (f *fetch) wanted(ctx context.Context, all []wanted) {
	wishes := make([]wish, len(all))
	for i, w := range all {
		wishes[i] = wish{f.queries[w.query].Location, w.keys}
		if len(w.keys) == 0 {
			f.settle(w.query, w.nothing(f.Provider))
		}
	}
	f.lookForKeys(ctx, f.command.Fetch, wishes, func(i int, got *found) {
		if all[i].seen != nil && got.ended == nil {
			got = all[i].merge(got)
		}
		f.settle(all[i].query, got)
	})
}

// nothing is a secret of which no key is there to be fetched.
func (w wanted) nothing(p *Provider) *found {
	if w.seen.keys == nil {
		return &found{reason: providers.Unsupported, detail: w.seen.key(p, "").Detail}
	}
	return w.seen
}

// merge adds what was fetched to what check has seen: the secret is there, whatever becomes of its keys.
func (w wanted) merge(got *found) *found {
	merged := &found{status: providers.Present, keys: maps.Clone(w.seen.keys)}
	if merged.keys == nil {
		merged.keys = map[string]entry{}
	}
	for _, key := range w.keys {
		if e, ok := got.keys[key]; ok {
			merged.keys[key] = e
		} else {
			merged.keys[key] = entry{Key: providers.Key{Reason: got.reason, Detail: got.detail}}
		}
	}
	return merged
}

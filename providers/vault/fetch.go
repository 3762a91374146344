package vault

import (
	"context"
	"sync"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// Fetch hands out values, as providers.Fetcher says: one request a secret. What read_values says is about checks, which
// have other ways; whoever fetches wants values.
func (p *Provider) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	f := &fetch{queries: queries, places: make([]string, len(queries)), answer: answer}
	members := f.placesOf(p)
	if len(members) == 0 {
		return ctx.Err()
	}
	return p.inSession(ctx, "not all values came within %s", func(ctx context.Context, s *session) error {
		parallel.Each(len(members), p.concurrency, func(i int) { f.one(ctx, s, members[i]) })
		if f.noMount {
			return s.trouble(ctx, sight{said: answered, answer: providers.Answer{Reason: providers.NoMount}})
		}
		return ctx.Err()
	})
}

// A fetch is one run of Fetch. Queries are known by their index.
type fetch struct {
	queries []providers.Query
	places  []string // of each query, below the mount

	mutex   sync.Mutex // guards what follows
	answer  func(int, providers.Fetched)
	noMount bool // the store said that there is no such mount
}

// placesOf fills in the places, and answers for the locations that must not be asked for. It returns the others.
func (f *fetch) placesOf(p *Provider) (members []int) {
	for i, query := range f.queries {
		place, err := p.placeOf(query.Location)
		if err != nil {
			reason, detail := providers.ReasonOf(err)
			f.answer(i, providers.Fetched{Reason: reason, Detail: detail})
			continue
		}
		f.places[i] = place
		members = append(members, i)
	}
	return members
}

func (f *fetch) one(ctx context.Context, s *session, member int) {
	if ctx.Err() != nil {
		return
	}
	place := f.places[member]
	seen := s.see(ctx, values, place, newest)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	switch {
	case seen.said == unheard:
	case seen.said == refusal403:
		denied := s.mayNot(s.path(values, place), s.allow(values, place, "read"))
		f.answer(member, providers.Fetched{Reason: denied.Reason, Detail: denied.Detail})
	case seen.answer.Reason == providers.NoMount:
		f.noMount = true
	case seen.there():
		f.answer(member, handedOut(f.queries[member].Keys, visible(s.provider.layout, seen.values)))
	default:
		f.answer(member, notHandedOut(f.queries[member].Keys, seen.answer))
	}
}

// notHandedOut answers for a secret that is missing or not verified.
func notHandedOut(keys []string, answer providers.Answer) providers.Fetched {
	fetched := providers.Fetched{
		Secret: answer.Secret, Reason: answer.Reason, Detail: answer.Detail, Keys: map[string]providers.Key{},
	}
	for _, key := range keys {
		fetched.Keys[key] = providers.Key{Status: answer.Secret, Reason: answer.Reason, Detail: answer.Detail}
	}
	return fetched
}

// handedOut has the values of these keys; of all, where there are none.
func handedOut(keys []string, values map[string]held) providers.Fetched {
	fetched := providers.Fetched{
		Secret: providers.Present, Values: map[string]providers.Value{}, Keys: map[string]providers.Key{},
	}
	if len(keys) == 0 {
		for key, value := range values {
			if !value.isNull() {
				keys = append(keys, key)
			}
		}
	}
	for _, key := range keys {
		value, there := values[key]
		text, legible := value.value()
		switch {
		case !there:
			fetched.Keys[key] = providers.Key{Status: providers.Missing}
		case value.isNull():
			fetched.Keys[key] = providers.Key{Status: providers.Missing, Detail: "it is null, which is no value"}
		case value.isNested():
			fetched.Keys[key] = providers.Key{Reason: providers.Invalid, Detail: "it is a map or a list, and zsv hands out " +
				"text, numbers and booleans only; store it as text, or each part of it as a key of its own"}
		case !legible:
			fetched.Keys[key] = providers.Key{Reason: providers.Invalid, Detail: "it is not UTF-8 text; store it again, for " +
				"example in base64"}
		default:
			fetched.Values[key] = text
		}
	}
	return fetched
}

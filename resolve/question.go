package resolve

import (
	"cmp"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// A question is one secret at one location, with all keys that anyone needs of it, and what came of asking.
type question struct {
	store    *store
	location string
	keys     []string
	answer   providers.Answer
}

// want adds keys.
func (q *question) want(keys ...string) { q.keys = append(q.keys, keys...) }

// wanted returns the keys, sorted, each once.
func (q *question) wanted() []string {
	slices.Sort(q.keys)
	q.keys = slices.Compact(q.keys)
	return q.keys
}

// A questionID is what is asked once: two names or two stacks may lead to one.
type questionID struct {
	provider config.ProviderAddr
	location string
}

// makeQuestions groups checks by provider and location, and gives each check its question, which wants the keys that are
// referred to, at every level. They come by provider, so that those of one follow each other.
func (p *Plan) makeQuestions(checks []*check) []*question {
	var questions []*question
	byID := map[questionID]*question{}
	for _, c := range checks {
		store := p.stores[c.provider]
		if c.problem = p.whyNotAsked(store, c.reference.Name); c.problem != "" || c.computed {
			continue
		}
		id := questionID{c.provider, c.location}
		q := byID[id]
		if q == nil {
			q = &question{store: store, location: c.location}
			byID[id] = q
			questions = append(questions, q)
		}
		c.question = q
		for _, use := range c.uses {
			if use.Reference.Key != "" {
				q.want(use.Reference.Key)
			}
		}
	}
	slices.SortFunc(questions, func(a, b *question) int {
		return cmp.Or(cmp.Compare(a.store.address, b.store.address), cmp.Compare(a.location, b.location))
	})
	return questions
}

// byStore cuts questions, as makeQuestions returns them, into those for one store each.
func byStore(questions []*question) [][]*question {
	var batches [][]*question
	for i, q := range questions {
		if i == 0 || q.store != questions[i-1].store {
			batches = append(batches, nil)
		}
		last := len(batches) - 1
		batches[last] = append(batches[last], q)
	}
	return batches
}

// queriesOf returns the queries for a store that questions are.
func queriesOf(questions []*question) []providers.Query {
	queries := make([]providers.Query, len(questions))
	for i, q := range questions {
		queries[i] = providers.Query{Location: q.location, Keys: q.wanted()}
	}
	return queries
}

// whyNotAsked says why a secret is not asked for: it is not known where it is, so any answer would be about another one.
func (p *Plan) whyNotAsked(store *store, secret string) string {
	block := p.secrets[secret]
	switch {
	case store == nil || store.checker == nil:
		return "the provider's block has an error, so it cannot be asked"
	case store.undecided:
		return "the provider's block depends on something without a value, so it is not known which store is meant"
	case block != nil && block.PathUndecided:
		return "the path in the secret's block has an error or no value, so it is not known where the secret is"
	}
	return ""
}

func (p *Plan) declaredKeys(secret string) []string {
	block := p.secrets[secret]
	if block == nil {
		return nil
	}
	keys := make([]string, len(block.Keys))
	for i, key := range block.Keys {
		keys[i] = key.Name
	}
	return keys
}

package vault

import (
	"context"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// List names the secrets below the provider's prefix, as providers.Lister says: one request for each directory. It is all
// of them or an error.
func (p *Provider) List(ctx context.Context) (names []string, err error) {
	err = p.inSession(ctx, "not all names came within %s", func(ctx context.Context, s *session) error {
		for directories := []string{p.prefix}; len(directories) > 0; {
			found, err := s.listAll(ctx, directories)
			if err != nil {
				return err
			}
			directories = nil
			for _, listed := range found {
				names = append(names, p.namesOf(listed.locations)...)
				if p.layout == plainLayout { // ZenML has no secrets in directories
					directories = append(directories, slices.DeleteFunc(listed.directories, cannotBeAsked)...)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	return names, nil
}

// listAll lists directories, a bounded number at a time.
func (s *session) listAll(ctx context.Context, directories []string) ([]*listed, error) {
	found := make([]*listed, len(directories))
	parallel.Each(len(directories), s.provider.concurrency, func(i int) {
		found[i] = s.listDirectory(ctx, directories[i])
	})
	for i, directory := range directories {
		inside := directory + "/"
		switch {
		case found[i].said == refusal403:
			return nil, s.mayNot(s.path(listing, inside), s.allow(listing, inside, "list"))
		case found[i].names == nil:
			return nil, s.trouble(ctx, sight{said: found[i].said, answer: found[i].trouble})
		}
	}
	return found, nil
}

// cannotBeAsked says whether a directory is one that nothing is asked of; no secret in it can be referred to either.
func cannotBeAsked(place string) bool { return providers.CheckPath(place) != nil }

// namesOf returns the names of the secrets at these locations.
func (p *Provider) namesOf(locations []string) []string {
	names := make([]string, len(locations))
	for i, location := range locations {
		names[i] = strings.TrimPrefix(location, p.Locate("", "")+"/")
	}
	return names
}

// ListKeys names a secret's keys, as providers.KeyLister says: what a check at SECRET_AND_KEY_EXISTS sees.
func (p *Provider) ListKeys(ctx context.Context, location string) (list providers.KeyList, err error) {
	place, err := p.placeOf(location)
	if err != nil {
		return list, err
	}
	err = p.inSession(ctx, "no answer came within %s", func(ctx context.Context, s *session) error {
		const level = providers.SecretAndKeyExists
		answer, err := s.askOne(ctx, place, level, s.engine.ladder(level, p.readValues))
		list = keysIn(answer)
		return err
	})
	return list, err
}

// anyKey is asked for to learn whether keys can be seen at all. That no key can have this name does not matter.
const anyKey = ""

// keysIn makes a list of keys of an answer about anyKey.
func keysIn(answer providers.Answer) providers.KeyList {
	list := providers.KeyList{
		Secret: answer.Secret, Reason: answer.Reason, Detail: answer.Detail, ValuesRead: answer.ValuesRead,
	}
	if key := answer.Keys[anyKey]; answer.Secret == providers.Present && key.Status == providers.Unverified {
		list.Secret, list.Reason, list.Detail = providers.Unverified, key.Reason, key.Detail
	} else if answer.Secret == providers.Present {
		list.Keys = answer.Available
	}
	if list.Secret == providers.Unverified && len(answer.Advice) > 0 {
		list.Detail += "; " + answer.Advice[0] + " " + strings.Join(answer.Advice[1:], " and ")
	}
	return list
}

// askOne asks about one secret, by the rungs of a ladder, without looking for names beside it.
func (s *session) askOne(ctx context.Context, place string, level providers.Level, ladder []rung) (answer providers.Answer,
	err error) {
	c := &check{
		session: s, ctx: ctx, level: level, queries: []providers.Query{{Keys: []string{anyKey}}}, places: []string{place},
		listings: map[string]*listed{}, answer: func(_ int, a providers.Answer) { answer = a },
	}
	if err := c.climb([]int{0}, ladder); err != nil {
		return answer, err
	}
	if len(c.missing) > 0 {
		answer = providers.Answer{Secret: providers.Missing}
	}
	return answer, ctx.Err()
}

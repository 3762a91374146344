package vault

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// listed is what the store said of one directory.
type listed struct {
	said        outcome
	trouble     providers.Answer // what to answer instead, where it said nothing of use
	names       map[string]bool  // nil with a trouble
	locations   []string         // of the secrets, in the spelling of queries
	directories []string         // the places of those in it, without the slash
}

// tryListing answers for members from the names in their directories.
func (c *check) tryListing(members []int) (refused []int) {
	c.list(members)
	for _, member := range members {
		found := c.listings[directoryOf(c.places[member])]
		switch {
		case found.said == refusal403:
			refused = append(refused, member)
		case found.said == answered:
			c.settle(member, c.answerFrom(found, member))
		}
	}
	return refused
}

func (c *check) answerFrom(found *listed, member int) providers.Answer {
	place := c.places[member]
	switch {
	case found.names == nil:
		return found.trouble
	case found.names[place[strings.LastIndexByte(place, '/')+1:]]:
		return c.thereWithoutKeys(member)
	default:
		return providers.Answer{Secret: providers.Missing}
	}
}

// list asks for the directories of members that were not listed before.
func (c *check) list(members []int) {
	var directories []string
	for _, member := range members {
		directory := directoryOf(c.places[member])
		if c.listings[directory] == nil && !slices.Contains(directories, directory) {
			directories = append(directories, directory)
		}
	}
	results := make([]*listed, len(directories))
	parallel.Each(len(directories), c.provider.concurrency, func(i int) {
		results[i] = c.listDirectory(c.ctx, directories[i])
	})
	for i, directory := range directories {
		c.listings[directory] = results[i]
	}
}

func (s *session) listDirectory(ctx context.Context, directory string) *listed {
	if ctx.Err() != nil {
		return &listed{said: unheard}
	}
	var answer struct {
		Data once[struct {
			Keys once[[]string] `json:"keys"`
		}] `json:"data"`
	}
	path := s.path(listing, directory+"/")
	reply, err := s.ask(ctx, request{
		method: http.MethodGet, path: path, query: url.Values{"list": {"true"}, "exclude_deleted": {"true"}},
	}, &answer)
	switch {
	case err != nil || !reply.ok():
		trouble, said := s.withoutData(path, reply, err)
		if said == answered && trouble.Secret == providers.Missing { // no name is in there
			return &listed{said: answered, names: map[string]bool{}}
		}
		return &listed{said: said, trouble: trouble}
	case answer.Data.value.Keys.value == nil:
		return &listed{said: answered, trouble: s.strange(path, reply)}
	}
	return s.listedNames(directory, answer.Data.value.Keys.value)
}

func (s *session) listedNames(directory string, names []string) *listed {
	found := &listed{said: answered, names: make(map[string]bool, len(names))}
	for _, name := range names {
		if below, isDirectory := strings.CutSuffix(name, "/"); isDirectory { // it says nothing of a secret of that name
			found.directories = append(found.directories, joinPath(directory, below))
			continue
		}
		found.names[name] = true
		found.locations = append(found.locations, joinPath(s.provider.mount, directory, name))
	}
	return found
}

// answerMissing answers for the missing secrets, with the names beside them where the token may list those. Ids are no names:
// none is like another.
func (c *check) answerMissing() {
	missing := c.missing
	slices.Sort(missing)
	if c.provider.layout != storeLayout {
		c.list(missing)
	}
	for _, member := range missing {
		answer := providers.Answer{Secret: providers.Missing}
		if listed := c.listings[directoryOf(c.places[member])]; listed != nil && c.provider.layout != storeLayout {
			answer.Available = listed.locations
		}
		c.answer(member, answer)
	}
}

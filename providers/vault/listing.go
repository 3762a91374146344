package vault

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// listed is what the store said of one directory.
type listed struct {
	said      outcome
	trouble   providers.Answer // what to answer instead, where it said nothing of use
	names     map[string]bool  // nil with a trouble
	locations []string         // of the secrets, in the spelling of queries
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
	parallel.Each(len(directories), c.provider.concurrency, func(i int) { results[i] = c.listDirectory(directories[i]) })
	for i, directory := range directories {
		c.listings[directory] = results[i]
	}
}

func (c *check) listDirectory(directory string) *listed {
	if c.ctx.Err() != nil {
		return &listed{said: unheard}
	}
	var answer struct {
		Data once[struct {
			Keys once[[]string] `json:"keys"`
		}] `json:"data"`
	}
	path := c.engine.path(c.provider.mount, listing, directory+"/")
	reply, err := c.ask(c.ctx, request{
		method: http.MethodGet, path: path, query: url.Values{"list": {"true"}, "exclude_deleted": {"true"}},
	}, &answer)
	switch {
	case err != nil || !reply.ok():
		trouble, said := c.withoutData(path, reply, err)
		if said == answered && trouble.Secret == providers.Missing { // no name is in there
			return &listed{said: answered, names: map[string]bool{}}
		}
		return &listed{said: said, trouble: trouble}
	case answer.Data.value.Keys.value == nil:
		return &listed{said: answered, trouble: c.strange(path, reply)}
	}
	return c.listedNames(directory, answer.Data.value.Keys.value)
}

func (c *check) listedNames(directory string, names []string) *listed {
	found := &listed{said: answered, names: make(map[string]bool, len(names))}
	for _, name := range names {
		if strings.HasSuffix(name, "/") {
			continue // a directory of the same name says nothing of a secret
		}
		found.names[name] = true
		found.locations = append(found.locations, joinPath(c.provider.mount, directory, name))
	}
	return found
}

// answerMissing answers for the missing secrets, with the names beside them where the token may list those.
func (c *check) answerMissing() {
	missing := c.missing
	slices.Sort(missing)
	c.list(missing)
	for _, member := range missing {
		c.answer(member, providers.Answer{
			Secret: providers.Missing, Available: c.listings[directoryOf(c.places[member])].locations,
		})
	}
}

package command

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// look asks for secrets by an operation that is not run for single keys, and calls each with what was found, once for a location,
// never concurrently.
func (p *Provider) look(ctx context.Context, r reader, locations []string, each func(location string, f *found)) {
	allowed := slices.DeleteFunc(slices.Clone(locations), func(location string) bool {
		f := p.outside(location)
		if f != nil {
			each(location, f)
		}
		return f != nil
	})
	if r.operation.Mentions(commandline.Location) {
		p.lookForEach(ctx, r, allowed, each)
	} else if len(allowed) > 0 {
		p.lookAtAll(ctx, r, allowed, each)
	}
}

// outside refuses locations that the user has left out; nil for all others.
func (p *Provider) outside(location string) *found {
	if p.command.Locations == nil || p.command.Locations.MatchString(location) {
		return nil
	}
	return &found{reason: providers.Untrusted, detail: fmt.Sprintf("the location %q is none of those for which locations in %s "+
		"allows it",
		location, p.definition())}
}

// lookForEach runs the operation for each location.
func (p *Provider) lookForEach(ctx context.Context, r reader, locations []string, each func(string, *found)) {
	var lock sync.Mutex
	parallel.Each(len(locations), p.concurrency, func(i int) {
		f := p.lookFor(ctx, r, locations[i])
		lock.Lock()
		defer lock.Unlock()
		each(locations[i], f)
	})
}

func (p *Provider) lookFor(ctx context.Context, r reader, location string) *found {
	o := p.run(ctx, r.operation, location, "")
	if o.status != providers.Present {
		return o.whyNot()
	}
	secrets, err := r.read(location, o.stdout)
	if err != nil {
		return p.unreadable(r.operation, err)
	}
	f := pick(secrets, location, p.allowed(secrets))
	if len(f.beside) == 0 {
		f.beside = nil // an output on one secret knows of no others
	}
	return f
}

// lookAtAll runs the operation once for all locations. What it discloses of secrets that nobody asked for counts with the first.
func (p *Provider) lookAtAll(ctx context.Context, r reader, locations []string, each func(string, *found)) {
	o := p.run(ctx, r.operation, "-", "")
	var secrets map[string]*found
	failure := o.whyNot()
	if o.status == providers.Present {
		var err error
		if secrets, err = r.read("", o.stdout); err != nil {
			failure = p.unreadable(r.operation, err)
		} else {
			failure = nil
		}
	} else if o.status == providers.Missing {
		failure = &found{reason: providers.Plugin, detail: fmt.Sprintf("%s takes the outcome of the list of all secrets for a "+
			"missing one",
			p.definition())}
	}
	rest, beside := undisclosed(secrets, locations), p.allowed(secrets)
	for _, location := range locations {
		f := failure
		if f == nil {
			f = pick(secrets, location, beside)
		}
		if rest > 0 {
			with := *f
			with.disclosed += rest
			f, rest = &with, 0
		}
		each(location, f)
	}
}

// undisclosed counts the values of the secrets that nobody asked for.
func undisclosed(secrets map[string]*found, locations []string) int {
	wanted := make(map[string]bool, len(locations))
	for _, location := range locations {
		wanted[location] = true
	}
	n := 0
	for location, f := range secrets {
		if !wanted[location] {
			n += f.disclosed
		}
	}
	return n
}

// pick returns what was found at a location: a missing secret, where nothing was.
func pick(secrets map[string]*found, location string, beside func() []string) *found {
	if f := secrets[location]; f != nil {
		return f
	}
	return &found{status: providers.Missing, beside: beside()}
}

// allowed returns what gives the locations of secrets, but those that the user has left out, sorted: one list for all that are
// missing.
func (p *Provider) allowed(secrets map[string]*found) func() []string {
	return sync.OnceValue(func() []string {
		all := slices.DeleteFunc(slices.Collect(maps.Keys(secrets)), func(location string) bool { return p.outside(location) != nil })
		if slices.Sort(all); all == nil {
			all = []string{}
		}
		return all
	})
}

func (p *Provider) unreadable(o *commandline.Operation, err error) *found {
	return &found{reason: providers.Plugin, detail: fmt.Sprintf("%s printed something else than %s, so it counts as nothing; "+
		"correct %s",
		o.Run[0], err, p.definition())}
}

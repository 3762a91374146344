package file

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

// A family is several dotenv files that are read as one, in an order: .env, .env.local, .env.production. What a later file
// sets counts, be it set to nothing. Files that are not there are left out, as all who read such files do.
type family struct {
	variableNames
	members []*checker

	lock   sync.Mutex
	warned []providers.Warning // by the last check
}

var _ interface {
	providers.Checker
	providers.Locator
	providers.Mapper
	providers.Describer
	providers.Warner
	providers.Local
	providers.Keeper
	providers.Fetcher
	providers.Writer
} = (*family)(nil)

// Check reads all files once and answers all queries from them. One that cannot be read might set anything: then nothing is
// known.
func (f *family) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	if len(queries) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	found, warnings, err := f.read(ctx)
	f.lock.Lock()
	f.warned = warnings
	f.lock.Unlock()
	if err != nil {
		return err
	}
	for i, query := range queries {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		answer(i, atLevel(level, found.Answer(query)))
	}
	return nil
}

// Fetch reads all files once and hands out the values that count.
func (f *family) Fetch(ctx context.Context, queries []providers.Query, answer func(int, providers.Fetched)) error {
	if len(queries) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	found, _, err := f.read(ctx)
	if err != nil {
		return err
	}
	for i, query := range queries {
		fetched, err := found.fetch(ctx, query)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		}
		answer(i, fetched)
	}
	return nil
}

// read reads the files that are there, and says what is to be warned of.
func (f *family) read(ctx context.Context) (*layers, []providers.Warning, error) {
	stores, failures := make([]store, len(f.members)), make([]error, len(f.members))
	warnings := make([][]providers.Warning, len(f.members))
	parallel.Each(len(f.members), len(f.members), func(i int) {
		stores[i], warnings[i], failures[i] = f.members[i].layer(ctx)
	})
	warned, all := slices.Concat(warnings...), &layers{Variables: providers.Variables{Empty: emptyKey}}
	for i, failure := range failures {
		if failure != nil {
			return nil, warned, failure
		}
		if stores[i] != nil {
			all.add(f.members[i].path, stores[i])
		}
	}
	if len(all.stores) == 0 {
		warned = append(warned, f.missing())
	}
	return all, warned, nil
}

// layer reads one file of a family; nil for one that is not there.
func (c *checker) layer(ctx context.Context) (store, []providers.Warning, error) {
	at, err := c.trust.reach(c.path)
	var found store
	if err == nil {
		found, err = c.read(at)
	}
	if isMissing(err) {
		return nil, nil, nil
	}
	var warnings []providers.Warning
	if at.inProject && (found == nil || !isSealed(found)) && c.git.tracks(ctx, at.path) {
		warnings = append(warnings, plaintextStore(c.shown))
	}
	if err != nil {
		return nil, warnings, c.explain(err)
	}
	return found, warnings, nil
}

// Warnings returns what reading the files brought up.
func (f *family) Warnings() []providers.Warning {
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.warned
}

func (f *family) missing() providers.Warning {
	return providers.Warning{Rule: "missing-store", Summary: "Secrets file not found", Detail: "There is none of the " +
		"files " + f.quoted() +
		`, so all of their secrets count as missing. Create one, or correct the argument "paths"; relative paths start at the ` +
		`directory of ` +
		"the configuration."}
}

// Describe returns the paths as written, in their order.
func (f *family) Describe() string { return strings.Join(f.paths(), ", ") }

func (f *family) paths() []string {
	paths := make([]string, len(f.members))
	for i, member := range f.members {
		paths[i] = member.path
	}
	return paths
}

func (f *family) quoted() string { return quotedList(f.paths()) }

// Local marks files as this machine's.
func (*family) Local() {}

// Keeps says whether a path is that of one of the files. See providers.Keeper.
func (f *family) Keeps(path string) bool {
	return slices.ContainsFunc(f.members, func(member *checker) bool { return member.Keeps(path) })
}

// Vet refuses every change: in which file a value belongs is not for zsv to say. In the last one it might reach an environment
// that it is not meant for, and in another one a later file may hide it.
func (f *family) Vet(providers.Change) error {
	last := f.members[len(f.members)-1].path
	return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("this provider reads several files (%s), and in "+
		"which of them a value belongs is yours to say; write it there by hand, or with a provider of that file alone, such as "+
		"path = %s", f.quoted(),
		quoteHCL(last))}
}

// Write refuses every change.
func (f *family) Write(_ context.Context, change providers.Change) (providers.Written, error) {
	return providers.Written{}, f.Vet(change)
}

// layers are dotenv files that were read, later ones above earlier ones.
type layers struct {
	providers.Variables
	paths  []string
	stores []store
	origin map[string]int // of each variable the file that counts
	opened map[int]store
}

// add lays a file above the others.
func (l *layers) add(path string, found store) {
	if l.origin == nil {
		l.origin, l.opened = map[string]int{}, map[int]store{}
	}
	for name, value := range found.(variables).all() {
		l.Add(name, value)
		l.origin[name] = len(l.stores)
	}
	l.paths, l.stores = append(l.paths, path), append(l.stores, found)
}

// Answer looks variables up, and says in which file they are set.
func (l *layers) Answer(query providers.Query) providers.Answer {
	answer := l.Variables.Answer(query)
	for key := range answer.Keys {
		layer, ok := l.origin[providers.VariableOf(query.Location, key)]
		if !ok {
			continue
		}
		own := l.stores[layer].Answer(providers.Query{Location: query.Location, Keys: []string{key}}).Keys[key]
		if own.Detail == "" {
			own.Detail = "it is set"
		}
		own.Detail += " in " + strconv.Quote(l.paths[layer])
		answer.Keys[key] = own
	}
	return answer
}

// fetch hands out values, each from the file that counts. Files that none of them is in are not decrypted.
func (l *layers) fetch(ctx context.Context, query providers.Query) (providers.Fetched, error) {
	values, troubles := map[string]providers.Value{}, map[string]providers.Key{}
	for _, key := range query.Keys {
		layer, ok := l.origin[providers.VariableOf(query.Location, key)]
		if !ok {
			continue
		}
		found, err := l.open(ctx, layer)
		if err != nil {
			return providers.Fetched{}, err
		}
		own := found.Fetch(providers.Query{Location: query.Location, Keys: []string{key}})
		if value, ok := own.Values[key]; ok {
			values[key] = value
		} else if own.Secret == providers.Unverified {
			troubles[key] = providers.Key{Reason: own.Reason, Detail: own.Detail}
		}
	}
	all := fetch(l.Answer(query), func(key string) (providers.Value, bool) {
		value, ok := values[key]
		return value, ok
	})
	maps.Copy(all.Keys, troubles)
	return all, nil
}

func (l *layers) open(ctx context.Context, layer int) (store, error) {
	if known, ok := l.opened[layer]; ok {
		return known, nil
	}
	found, err := opened(ctx, l.stores[layer])
	if err == nil {
		l.opened[layer] = found
	}
	return found, err
}

// variables are documents that hold variables.
type variables interface {
	// all returns the variables with their values, those that are encrypted as they stand there.
	all() map[string]string
}

func (d *dotenvDocument) all() map[string]string { return d.values }

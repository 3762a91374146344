package file

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/zsv-dev/zsv/providers"
)

// A revision is what a change comes to, given what is there.
type revision struct {
	secret string
	create bool // the secret is missing, or null, and becomes a map
	set    map[string]string
	remove []string // keys that are there
	drop   bool     // the whole secret goes
	rename *string  // the secret's new name
}

// isNothing says that there is nothing to do.
func (r revision) isNothing() bool {
	return !r.create && !r.drop && r.rename == nil && len(r.set) == 0 && len(r.remove) == 0
}

// sorted returns the names of the keys to set.
func (r revision) sorted() []string { return slices.Sorted(maps.Keys(r.set)) }

// isThere says whether there is such a secret. The error says that what is there is none.
func (c contents) isThere(location string) (bool, error) {
	found, ok := c.byName[location]
	switch {
	case !ok || found.isNull:
		return false, nil
	case found.problem != "":
		return false, &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("%s was not changed: %s",
			strconv.Quote(location), found.problem)}
	default:
		return true, nil
	}
}

// revise says what a change comes to.
func (c contents) revise(change providers.Change) (revision, providers.Written, error) {
	r, written := revision{secret: change.Location, set: map[string]string{}}, providers.Written{}
	isThere, err := c.isThere(change.Location)
	if err == nil {
		err = unmet(change.Condition, isThere)
	}
	if err != nil {
		return revision{}, providers.Written{}, err
	}
	isWanted := len(change.Set) > 0 || len(change.Remove) == 0
	r.create = !isThere && isWanted
	written.Created = r.create
	for _, key := range slices.Sorted(maps.Keys(change.Set)) {
		switch state := c.state(change.Location, key); {
		case change.Keep && state.Status != providers.Missing:
			written.Kept = append(written.Kept, key)
		case state.Status == providers.Unverified:
			return revision{}, providers.Written{}, untouchable(key, state)
		default:
			r.set[key] = change.Set[key].Reveal()
			written.Set = append(written.Set, key)
		}
	}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(change.Remove))) {
		switch state := c.state(change.Location, key); state.Status {
		case providers.Missing:
		case providers.Present:
			r.remove = append(r.remove, key)
		case providers.Unverified:
			return revision{}, providers.Written{}, untouchable(key, state)
		}
	}
	written.Removed = r.remove
	return r, written, nil
}

// unmet returns the error of a condition that does not hold.
func unmet(condition providers.Condition, isThere bool) error {
	switch {
	case condition == providers.IfMissing && isThere:
		return providers.ErrSecretExists
	case condition == providers.IfPresent && !isThere:
		return providers.ErrSecretMissing
	default:
		return nil
	}
}

// state says what a secret's key is set to.
func (c contents) state(location, key string) providers.Key {
	if found, ok := c.byName[location]; ok {
		if state, ok := found.keys[key]; ok {
			return state
		}
	}
	return providers.Key{Status: providers.Missing}
}

// untouchable is about a key whose place in the file is not one value, so that replacing it would lose something.
func untouchable(key string, state providers.Key) error {
	return &providers.Error{Reason: state.Reason, Detail: fmt.Sprintf("the key %s was not changed, nor anything else: %s",
		strconv.Quote(key), state.Detail)}
}

// reviseRemoval says what the deletion of a secret comes to.
func (c contents) reviseRemoval(location string) (revision, error) {
	isThere, err := c.isThere(location)
	if err == nil {
		err = unmet(providers.IfPresent, isThere)
	}
	return revision{secret: location, drop: true}, err
}

// reviseName says what another name for a secret comes to.
func (c contents) reviseName(from, to string) (revision, error) {
	r, err := c.reviseRemoval(from)
	if err != nil {
		return r, err
	}
	isThere, err := c.isThere(to)
	if err == nil {
		err = unmet(providers.IfMissing, isThere)
	}
	return revision{secret: from, rename: &to}, err
}

package pluginwire

import (
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// readWritten reads what became of a change, which must fit it. As in fetch nothing is named.
func readWritten(change providers.Change, a answer) (w providers.Written, err error) {
	o, err := a.object.object("written", required)
	if err != nil {
		return w, err
	}
	if w.Created, err = o.flag("created", required); err != nil {
		return w, err
	}
	for _, list := range []struct {
		name string
		to   *[]string
	}{{"set", &w.Set}, {"kept", &w.Kept}, {"removed", &w.Removed}} {
		if *list.to, err = o.texts(list.name, optional); err != nil {
			return w, err
		}
		slices.Sort(*list.to)
	}
	if w.Warnings, err = o.sentences("warnings"); err != nil {
		return w, err
	}
	return w, fits(change, w)
}

// fits says where an answer contradicts the change that it is to.
func fits(change providers.Change, w providers.Written) error {
	done := slices.Sorted(slices.Values(slices.Concat(w.Set, w.Kept)))
	strange := slices.ContainsFunc(w.Removed, func(key string) bool { return !slices.Contains(change.Remove, key) })
	switch {
	case !slices.Equal(done, slices.Sorted(maps.Keys(change.Set))):
		return violation("named other keys as set and kept than those that it was to set")
	case len(w.Kept) > 0 && (!change.Keep || w.Created):
		return violation("kept keys of a secret that it was to set")
	case strange:
		return violation("named keys as removed that it was not to remove")
	case w.Created && change.Condition == providers.IfPresent:
		return violation("made a secret that had to be there")
	case !w.Created && change.Condition == providers.IfMissing && len(w.Set) > 0:
		return violation("changed a secret that had to be missing")
	}
	return nil
}

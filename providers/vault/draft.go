package vault

import (
	"maps"
	"net/http"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// A draft is what a change comes to, given what was seen of the secret.
type draft struct {
	written providers.Written
	set     map[string]held // of the keys to set, those that are not kept
	remove  []string        // of the keys to remove, those that are there
	create  bool            // there is no secret yet, and one is wanted
}

// isEmpty says that nothing is left to do.
func (d draft) isEmpty() bool { return !d.create && len(d.set) == 0 && len(d.remove) == 0 }

// draft judges the condition of the change, and which keys are to be left alone, by what is there now.
func (e *edit) draft(before sight) (draft, error) {
	there := before.there()
	switch {
	case there && e.condition == providers.IfMissing:
		return draft{}, providers.ErrSecretExists
	case !there && e.condition == providers.IfPresent:
		return draft{}, providers.ErrSecretMissing
	case there && before.names == nil && e.needsNames():
		return draft{}, e.mayNot(e.path(e.firstRung(), e.place), e.linesToWrite(e.place)...)
	}
	d := draft{set: maps.Clone(e.set), create: !there && (len(e.set) > 0 || len(e.remove) == 0)}
	for key := range e.set {
		if e.keep && before.names[key] {
			delete(d.set, key)
			d.written.Kept = append(d.written.Kept, key)
		}
	}
	for _, key := range e.remove {
		if before.names[key] {
			d.remove = append(d.remove, key)
		}
	}
	slices.Sort(d.written.Kept)
	slices.Sort(d.remove)
	d.written.Created, d.written.Removed = d.create, d.remove
	d.written.Set = slices.Sorted(maps.Keys(d.set))
	if d.create && e.provider.layout == managerLayout { // without which ZenML could not read it
		d.set[schemaKey] = hold(providers.NewValue(anySchema))
	}
	if e.engine.version == 1 {
		d.written.Warnings = []string{e.unsafe()}
		return d, e.wantKeys(before, d)
	}
	return d, nil
}

// needsNames says whether it matters which keys the secret has.
func (e *edit) needsNames() bool { return e.keep && len(e.set) > 0 || len(e.remove) > 0 }

// request makes the request that writes the draft.
func (e *edit) request(before sight, d draft) request {
	path := e.path(values, e.place)
	if e.engine.version == 1 {
		return request{method: http.MethodPost, path: path, body: d.over(before.values), once: true}
	}
	type options struct {
		CAS int `json:"cas"`
	}
	type body struct {
		Options options `json:"options"`
		Data    any     `json:"data"`
	}
	cas := options{before.version}
	if before.there() && !e.whole {
		return request{method: http.MethodPatch, path: path, body: body{cas, d.patch()}}
	}
	return request{method: http.MethodPost, path: path, body: body{cas, d.over(before.values)}}
}

// patch returns the draft as a JSON merge patch, in which null removes.
func (d draft) patch() map[string]*held {
	patch := make(map[string]*held, len(d.set)+len(d.remove))
	for key, value := range d.set {
		patch[key] = &value
	}
	for _, key := range d.remove {
		patch[key] = nil
	}
	return patch
}

// over returns all the keys that the secret is to have.
func (d draft) over(before map[string]held) map[string]held {
	after := maps.Clone(before)
	if after == nil {
		after = map[string]held{}
	}
	maps.Copy(after, d.set)
	for _, key := range d.remove {
		delete(after, key)
	}
	return after
}

// isIn says whether these values are what the draft comes to, as far as it changes them.
func (d draft) isIn(values map[string]held) bool {
	for key, want := range d.set {
		if got, there := values[key]; !there || !got.same(want) {
			return false
		}
	}
	return !slices.ContainsFunc(d.remove, func(key string) bool { _, there := values[key]; return there })
}

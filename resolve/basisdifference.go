package resolve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Differences says what has changed since the basis was noted, a phrase each, the likely causes first; none: nothing. The
// references are compared only where nothing else differs, since they follow from the rest: then variables differ.
func (b *Basis) Differences(now *Basis) []string {
	found := slices.Concat(b.fileDifferences(now), b.providerDifferences(now))
	if b.Level != now.Level {
		found = append(found, fmt.Sprintf("the level was %s and is %s", b.Level, now.Level))
	}
	if len(found) == 0 {
		found = b.referenceDifferences(now)
	}
	return found
}

func (b *Basis) fileDifferences(now *Basis) []string {
	name := func(f FileBasis) string { return f.Name }
	return differences(b.Files, now.Files, name, func(was, is FileBasis) []string {
		if was.SHA256 == is.SHA256 {
			return nil
		}
		return []string{is.Name + " has changed"}
	})
}

func (b *Basis) providerDifferences(now *Basis) []string {
	name := func(p ProviderBasis) string { return p.Provider }
	return differences(b.Providers, now.Providers, name, ProviderBasis.differences)
}

// differences says, by name, what is gone, what is new, and how the rest differs.
func differences[T any](before, after []T, name func(T) string, differ func(was, is T) []string) (found []string) {
	was, is := named(before, name), named(after, name)
	for _, name := range eitherName(was, is) {
		one, had := was[name]
		other, has := is[name]
		switch {
		case !has:
			found = append(found, name+" is gone")
		case !had:
			found = append(found, name+" is new")
		default:
			found = append(found, differ(one, other)...)
		}
	}
	return found
}

func named[T any](all []T, name func(T) string) map[string]T {
	byName := make(map[string]T, len(all))
	for _, one := range all {
		byName[name(one)] = one
	}
	return byName
}

// differences compares two forms of a provider: the arguments, and where these do not differ, the store that they lead to,
// which the environment decides on too.
func (b ProviderBasis) differences(now ProviderBasis) (found []string) {
	for _, name := range eitherName(b.Arguments, now.Arguments) {
		if was, is := argumentText(b.Arguments[name]), argumentText(now.Arguments[name]); was != is {
			found = append(found, fmt.Sprintf("%s: %s was %s and is %s", b.Provider, name, was, is))
		}
	}
	if len(found) == 0 && b.Description != now.Description {
		found = append(found, fmt.Sprintf("%s was %s and is %s", b.Provider, b.Description, now.Description))
	}
	return found
}

// argumentText writes an argument as HCL does, nearly. A file may have it in several lines.
func argumentText(value json.RawMessage) string {
	var compact bytes.Buffer
	switch {
	case value == nil:
		return "not set"
	case json.Compact(&compact, value) != nil:
		return string(value)
	}
	return compact.String()
}

func (b *Basis) referenceDifferences(now *Basis) (found []string) {
	before, after := map[ReferenceBasis]bool{}, map[ReferenceBasis]bool{}
	for _, reference := range b.References {
		before[reference] = true
	}
	for _, reference := range now.References {
		after[reference] = true
	}
	for _, reference := range b.References {
		if !after[reference] {
			found = append(found, reference.String()+" is gone")
		}
	}
	for _, reference := range now.References {
		if !before[reference] {
			found = append(found, reference.String()+" is new")
		}
	}
	return found
}

// String names the reference and its place.
func (r ReferenceBasis) String() string {
	name := r.Secret
	if r.Key != "" {
		name += "." + r.Key
	}
	text := fmt.Sprintf("the reference to %s at %s:%d:%d", name, r.File, r.Line, r.Column)
	if r.Stack != "" {
		text += ", stack " + r.Stack
	}
	return text
}

// eitherName returns the keys that one of two maps has, or both, sorted.
func eitherName[V any](one, other map[string]V) []string {
	names := slices.Collect(maps.Keys(one))
	for name := range other {
		if _, ok := one[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

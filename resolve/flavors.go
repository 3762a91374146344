package resolve

import (
	"maps"
	"slices"
)

// ComponentTypes returns the component types whose flavors zsv knows, sorted. Any other word may be a type, too.
func ComponentTypes() []string {
	var types []string
	for known := range maps.Keys(flavorAttributes()) {
		types = append(types, known.kind)
	}
	slices.Sort(types)
	return slices.Compact(types)
}

// Flavors returns the flavors that zsv knows of a component type, sorted.
func Flavors(componentType string) []string {
	var names []string
	for known := range maps.Keys(flavorAttributes()) {
		if known.kind == componentType {
			names = append(names, known.name)
		}
	}
	slices.Sort(names)
	return names
}

// FlavorAttributes returns the attributes that zsv knows of a flavor of a component type, sorted.
func FlavorAttributes(componentType, name string) []string {
	return slices.Sorted(slices.Values(knownAttributes(componentType, name)))
}

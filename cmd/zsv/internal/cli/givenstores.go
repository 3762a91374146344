package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

// judgeStores refuses a value that is given under a name which more than one store lacks: a password of the one must not
// become that of the other because nobody thought of it.
func (a *applying) judgeStores(g *given) error {
	namesBy := map[string][]string{} // by the stores that lack them
	places := a.lackingPlaces(g)
	for _, name := range slices.Sorted(maps.Keys(places)) {
		if len(places[name]) > 1 {
			stores := enumerated(places[name])
			namesBy[stores] = append(namesBy[stores], name)
		}
	}
	var problems []string
	for _, stores := range slices.Sorted(maps.Keys(namesBy)) {
		subject := "a value is given for %s, which is missing in more than one store, %s"
		if len(namesBy[stores]) > 1 {
			subject = "values are given for %s, which are missing in more than one store, %s"
		}
		problems = append(problems, fmt.Sprintf(subject, enumerated(namesBy[stores]), stores))
	}
	if len(problems) == 0 {
		return nil
	}
	return usageError("nothing was written: %s: give one stack with --stack NAME", strings.Join(problems, "; "))
}

// lackingPlaces returns the stores that are to get a given value, by the name it is given under. Several stacks on one
// store are one.
func (a *applying) lackingPlaces(g *given) map[string][]string {
	stacks := a.lackingStacks()
	places := map[string][]string{}
	for _, r := range a.plan.Registrations() {
		for i := range r.Keys {
			key := &r.Keys[i]
			if name, _, ok := a.givenValue(g, key); ok && key.Missing() {
				store := "in " + view.StoreName(r.Provider, r.Store())
				places[name] = append(places[name], store+stacks[lackingKey{r.Provider, r.Location, key.Key}].String())
			}
		}
	}
	return places
}

// A lackingKey is a key that is missing at its place.
type lackingKey struct{ provider, location, key string }

// A stackSet is a set of stacks by name; "" is what is in none.
type stackSet map[string]bool

// String names the stacks, as the end of a sentence.
func (s stackSet) String() string {
	switch names := slices.DeleteFunc(slices.Sorted(maps.Keys(s)), func(name string) bool { return name == "" }); len(names) {
	case 0:
		return ""
	case 1:
		return " for the stack " + names[0]
	default:
		return " for the stacks " + enumerated(names)
	}
}

// lackingStacks returns which stacks want a key that is missing.
func (a *applying) lackingStacks() map[lackingKey]stackSet {
	stacks := map[lackingKey]stackSet{}
	for i := range a.report.Checks {
		c := &a.report.Checks[i]
		if c.Key == "" || !c.Status.Missing() && c.Status != resolve.StatusSkipped {
			continue
		}
		at := lackingKey{c.Provider, c.Location, c.Key}
		if stacks[at] == nil {
			stacks[at] = stackSet{}
		}
		stacks[at][c.Stack] = true
	}
	return stacks
}

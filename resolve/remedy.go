package resolve

import "slices"

// addRemedies puts the commands that register a secret's missing keys at the first of them. Stacks share locations, so
// a location gets its commands once. What is probably a slip of the pen gets none: the suggestion is its remedy.
func (p *Plan) addRemedies(r *Report) {
	first := map[*question]int{}
	keys := map[*question][]string{}
	for i, c := range p.checks {
		if !r.Checks[i].Status.Missing() || r.Checks[i].Suggestion != "" {
			continue
		}
		if _, ok := first[c.question]; !ok {
			first[c.question] = i
		}
		switch key := c.reference.Key; {
		case key == "":
			keys[c.question] = c.question.wanted()
		case !slices.Contains(keys[c.question], key):
			keys[c.question] = append(keys[c.question], key)
		}
	}
	for q, i := range first {
		exists := r.Checks[i].Status == StatusMissingKey
		r.Checks[i].Remedy = q.store.remedy(q.location, slices.Sorted(slices.Values(keys[q])), exists)
	}
}

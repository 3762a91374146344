package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// addRemedies puts the commands that register a secret's missing keys at the first of them, or what people do where zsv cannot.
// Stacks share locations, so a location gets its commands once. What is probably a slip of the pen gets none: the suggestion is
// its remedy.
func (p *Plan) addRemedies(r *Report) {
	first := map[*question]int{}
	keys := map[*question][]string{}
	stacks := map[string]bool{}
	for i, c := range p.checks {
		if !r.Checks[i].Status.Missing() || r.Checks[i].Suggestion != "" {
			continue
		}
		stacks[c.stack] = true
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
		check := &r.Checks[i]
		refusal := q.store.vet(p.log(), providers.Change{Location: q.location})
		switch {
		case p.scan.creates(check.Secret):
			check.Remedy = terraformApply
		case refusal != nil:
			exists := check.Status == StatusMissingKey
			check.Remedy = q.store.remedy(q.location, slices.Sorted(slices.Values(keys[q])), exists)
			if check.Remedy == "" {
				_, check.Instead = providers.ReasonOf(refusal)
			}
		case p.scan != nil:
			check.Remedy = p.scanRemedy(check, q)
		case len(keys[q]) == 0:
			check.Remedy = p.createCommand(check.Secret, q.store)
		case !p.options.Registers:
			check.Remedy = p.applyCommand(stacks)
		}
	}
	p.scan.finish(r)
}

// createCommand returns the command that asks for the keys of a secret and creates it in a store.
func (p *Plan) createCommand(secret string, s *store) string {
	words := append([]string{"zsv secret create", shell.Quote(secret), "-i"}, p.ConfigurationFlags()...)
	if len(p.stores) > 1 {
		words = append(words, "--provider", shell.Quote(s.addr.Type+"."+s.addr.Name))
	}
	return strings.Join(words, " ")
}

// applyCommand returns the command that registers what is missing in these stacks; "" stands for none.
func (p *Plan) applyCommand(stacks map[string]bool) string {
	words := []string{"zsv apply"}
	if p.cfg.Dir != "." {
		words = append(words, shell.Quote(p.cfg.Dir))
	}
	words = append(words, p.FlagsBesideDirectory()...)
	if len(stacks) > 1 && len(p.options.Stacks) == 0 { // all of them, which is what no flag says
		stacks = nil
	}
	for _, stack := range slices.Sorted(maps.Keys(stacks)) {
		if stack != "" {
			words = append(words, "--stack", shell.Quote(stack))
		}
	}
	return strings.Join(words, " ")
}

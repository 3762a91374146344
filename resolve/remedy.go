package resolve

import (
	"slices"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// addRemedies puts the commands that register a secret's missing keys at the first of them. Stacks share locations, so
// a location gets its commands once. What is probably a slip of the pen gets none: the suggestion is its remedy.
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
		switch {
		case q.store.vet(p.log(), providers.Change{Location: q.location}) != nil:
			exists := check.Status == StatusMissingKey
			check.Remedy = q.store.remedy(q.location, slices.Sorted(slices.Values(keys[q])), exists)
		case len(keys[q]) == 0:
			check.Remedy = p.createCommand(check.Secret)
		default:
			check.Remedy = p.command("apply", "") + onlyStack(stacks)
		}
	}
}

// createCommand returns the command that asks for the keys of a secret and creates it.
func (p *Plan) createCommand(secret string) string {
	return p.command("secret create "+shell.Quote(secret)+" -i", "--chdir ")
}

// command returns a command of zsv's for the configuration, whose directory is given by a flag, or as an argument.
func (p *Plan) command(words, flag string) string {
	command := "zsv " + words
	if p.cfg.Dir != "." {
		command += " " + flag + shell.Quote(p.cfg.Dir)
	}
	return command
}

// onlyStack returns the flag for a stack where all is about that one.
func onlyStack(stacks map[string]bool) string {
	for stack := range stacks {
		if len(stacks) == 1 && stack != "" {
			return " --stack " + shell.Quote(stack)
		}
	}
	return ""
}

package resolve

import (
	"slices"

	"github.com/zsv-dev/zsv/config"
)

// An Outline is what a configuration consists of, also where no check comes of it: what a graph shows beside the checks.
// It is of the stacks that the plan looks at; of all blocks where that is not a choice of some.
type Outline struct {
	Directory string
	Stacks    []StackOverview
	// Components are those of the stacks, and where all are looked at those in none too; in the order of the files.
	Components []OutlinedComponent
	Providers  []ProviderOverview
	// Secrets are the blocks of which there is no check.
	Secrets []OutlinedSecret
	// Unanswered is what is needed and of which nothing says who answers for it. It has neither provider nor location, and
	// no status: it is no check.
	Unanswered []Check
}

// An OutlinedComponent is a component of the configuration.
type OutlinedComponent struct {
	ComponentOverview
	Unused bool // no stack has it, though there are stacks, and all of them could be read
}

// An OutlinedSecret is a secret block that nothing refers to, and that demands no key. It has no provider where nothing
// says which.
type OutlinedSecret struct {
	Name     string
	Provider string
}

// Outline returns what the configuration consists of. It asks nobody.
func (p *Plan) Outline() Outline {
	o := Outline{Directory: p.cfg.Dir, Stacks: p.Stacks(), Providers: p.Providers()}
	o.Components = p.outlinedComponents(o.Stacks)
	if len(p.options.Stacks) == 0 {
		o.Secrets = p.outlinedSecrets()
	} else {
		o.Providers = slices.DeleteFunc(o.Providers, func(p ProviderOverview) bool { return p.References == 0 })
	}
	for _, c := range p.makeChecks(p.extraction.Unanswered, p.level.Level) {
		entry := Check{Directory: p.cfg.Dir, Stack: c.stack, Secret: c.reference.Name, Key: c.reference.Key}
		for _, use := range c.uses {
			entry.Uses = append(entry.Uses, checkUse(use))
		}
		o.Unanswered = append(o.Unanswered, entry)
	}
	return o
}

func (p *Plan) outlinedComponents(stacks []StackOverview) []OutlinedComponent {
	used := map[string]bool{}
	for _, stack := range stacks {
		for _, component := range stack.Components {
			used[component.Address] = true
		}
	}
	incomplete := p.cfg.Lost.Stacks || slices.ContainsFunc(p.cfg.Stacks, func(s config.Stack) bool { return s.Incomplete })
	var all []OutlinedComponent
	for i := range p.cfg.Components {
		c := &p.cfg.Components[i]
		address := c.Addr.String()
		if !used[address] && len(p.options.Stacks) > 0 {
			continue
		}
		all = append(all, OutlinedComponent{ComponentOverview{address, c.Flavor},
			!used[address] && len(p.cfg.Stacks) > 0 && !incomplete})
	}
	return all
}

func (p *Plan) outlinedSecrets() []OutlinedSecret {
	needed := map[string]bool{}
	for _, use := range slices.Concat(p.extraction.Uses, p.extraction.Unanswered) {
		needed[use.Reference.Name] = true
	}
	var all []OutlinedSecret
	for i := range p.cfg.Secrets {
		name := p.cfg.Secrets[i].Name
		if needed[name] {
			continue
		}
		secret := OutlinedSecret{Name: name}
		if store, err := p.storeFor(name, Where{}); err == nil && store != nil {
			secret.Provider = store.address
		}
		all = append(all, secret)
	}
	return all
}

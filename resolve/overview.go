package resolve

import (
	"slices"

	"github.com/zsv-dev/zsv/config"
)

// A StackOverview says what is in a stack.
type StackOverview struct {
	Name       string              `json:"name"`
	Default    bool                `json:"default"`
	Provider   string              `json:"provider,omitempty"` // what answers for its references, where that is one for all
	Components []ComponentOverview `json:"components"`
	Env        []string            `json:"env"` // the variables that `zsv run` sets
	Secrets    []SecretOverview    `json:"secrets"`
	References int                 `json:"references"`
}

// A ComponentOverview names a component of a stack.
type ComponentOverview struct {
	Address string `json:"address"`
	Flavor  string `json:"flavor,omitempty"`
}

// A SecretOverview is a secret that a stack needs. Where nothing says which provider answers for it, it has neither
// provider nor location.
type SecretOverview struct {
	Secret   string   `json:"secret"`
	Provider string   `json:"provider,omitempty"`
	Location string   `json:"location,omitempty"`
	Keys     []string `json:"keys"`
}

// A ProviderOverview says what a configured provider is and who uses it.
type ProviderOverview struct {
	Address     string   `json:"address"`
	Type        string   `json:"type"`
	Description string   `json:"description,omitempty"`
	Stacks      []string `json:"stacks"`
	References  int      `json:"references"`
}

// Stacks returns an overview of each stack that the plan looks at, sorted by name.
func (p *Plan) Stacks() []StackOverview {
	needs := slices.Concat(p.makeChecks(p.extraction.Unanswered, p.level.Level),
		p.makeChecks(p.extraction.Uses, p.level.Level))
	all := []StackOverview{}
	for _, name := range p.extraction.Stacks {
		i := slices.IndexFunc(p.cfg.Stacks, func(s config.Stack) bool { return s.Name == name })
		o := p.stackOverview(&p.cfg.Stacks[i])
		for _, c := range needs {
			if c.stack == name {
				o.addNeed(c)
			}
		}
		all = append(all, o)
	}
	return all
}

// StackNames returns the names of all stacks of the configuration, whichever the plan looks at.
func (p *Plan) StackNames() []string {
	names := make([]string, len(p.cfg.Stacks))
	for i := range p.cfg.Stacks {
		names[i] = p.cfg.Stacks[i].Name
	}
	return names
}

// DeclaresVariable says whether the configuration has a variable of this name, or may have had one: what could not be
// read is not known.
func (p *Plan) DeclaresVariable(name string) bool {
	return slices.Contains(p.cfg.Variables, name) || p.cfg.Lost.Variables
}

// VariableNames returns the names of all variables of the configuration.
func (p *Plan) VariableNames() []string { return p.cfg.Variables }

func (p *Plan) stackOverview(s *config.Stack) StackOverview {
	o := StackOverview{Name: s.Name, Default: s.Name == p.cfg.Settings.DefaultStack,
		Components: []ComponentOverview{}, Env: []string{}, Secrets: []SecretOverview{}}
	if store, _ := p.storeOf(s); store != nil {
		o.Provider = store.address
	}
	for _, use := range s.Components {
		i := slices.IndexFunc(p.cfg.Components, func(c config.Component) bool { return c.Addr == use.Addr })
		o.Components = append(o.Components, ComponentOverview{use.Addr.String(), p.cfg.Components[i].Flavor})
	}
	for _, v := range s.Env {
		o.Env = append(o.Env, v.Name)
	}
	slices.Sort(o.Env)
	return o
}

// addNeed adds what would be a check, if anyone can be asked. They come by provider, secret and key.
func (o *StackOverview) addNeed(c *check) {
	for _, use := range c.uses {
		if !use.Declared {
			o.References++
		}
	}
	last := len(o.Secrets) - 1
	if last < 0 || o.Secrets[last].Secret != c.reference.Name || o.Secrets[last].Provider != c.address {
		o.Secrets = append(o.Secrets, SecretOverview{Secret: c.reference.Name, Provider: c.address, Location: c.location,
			Keys: []string{}})
		last++
	}
	if c.reference.Key != "" {
		o.Secrets[last].Keys = append(o.Secrets[last].Keys, c.reference.Key)
	}
}

// ExternalTypes returns the types of providers beside zsv's own for which a program is installed. Nothing is run.
func (p *Plan) ExternalTypes() []string {
	if p.options.Registry.Installed == nil {
		return []string{}
	}
	return append([]string{}, p.options.Registry.Installed(p.options.Surroundings)...)
}

// Providers returns an overview of the configured providers, in the order of the files.
func (p *Plan) Providers() []ProviderOverview {
	all := []ProviderOverview{}
	for i := range p.cfg.Providers {
		addr := p.cfg.Providers[i].Addr
		o := ProviderOverview{Address: addr.String(), Type: addr.Type, Stacks: []string{}}
		if store := p.stores[addr]; store != nil && store.checker != nil {
			o.Description = store.describe()
		}
		for _, use := range p.extraction.Uses {
			if use.Provider != addr || use.Declared {
				continue
			}
			o.References++
			if use.Stack != "" && !slices.Contains(o.Stacks, use.Stack) {
				o.Stacks = append(o.Stacks, use.Stack)
			}
		}
		all = append(all, o)
	}
	return all
}

package resolve

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A Where says where a secret is looked for that can be in several places. The zero value leaves it to the configuration.
type Where struct {
	// Provider is TYPE.NAME, or an address provider.TYPE.NAME; it wins over what the configuration says.
	Provider string
	// Stack is the stack whose provider counts, where the secret's block names none; "" is the default stack, else the only
	// one.
	Stack string
}

// storeFor returns the provider that answers for a secret; for the name "" the one whose secrets are meant by themselves.
func (p *Plan) storeFor(name string, where Where) (*store, error) {
	if where.Provider != "" {
		return p.namedStore(where.Provider)
	}
	c := newChooser(p.cfg)
	stack, ambiguous := p.stackFor(where.Stack)
	if addr, ok := c.choose(stack, mention{reference: Reference{Name: name}}); ok && ambiguous == nil {
		return p.stores[addr], nil
	} else if block := p.secrets[name]; ok && block != nil && block.Provider.State == config.Chosen {
		return p.stores[addr], nil
	}
	if ambiguous != nil {
		return nil, ambiguous
	}
	detail := "the configuration has no provider: write a block provider \"TYPE\" \"NAME\" { … }"
	if names := p.providerNames(); len(names) > 0 {
		detail = "nothing says which provider is meant: name one with --provider, " + suggest.OneOf(names)
	}
	return nil, &SecretError{Err: ErrNoStore, Secret: name, Detail: detail}
}

// stackFor returns the stack that is meant, nil where the configuration has none, and an error where it could be several
// that have different providers.
func (p *Plan) stackFor(name string) (*config.Stack, error) {
	stacks := p.cfg.Stacks
	for i := range stacks {
		if name == stacks[i].Name || name == "" && (len(stacks) == 1 || stacks[i].Name == p.cfg.Settings.DefaultStack) {
			return &stacks[i], nil
		}
	}
	if name != "" {
		return nil, &SecretError{Err: ErrNoStore, Detail: fmt.Sprintf("there is no stack %q.%s", name,
			suggest.DidYouMean(name, p.StackNames()))}
	}
	for i := range stacks {
		if stacks[i].Secrets.Addr != stacks[0].Secrets.Addr {
			return nil, &SecretError{Err: ErrNoStore, Detail: "the stacks have different providers: name one with --provider, " +
				suggest.OneOf(p.providerNames()) + ", or the stack with --stack"}
		}
	}
	if len(stacks) == 0 {
		return nil, nil
	}
	return &stacks[0], nil
}

func (p *Plan) namedStore(name string) (*store, error) {
	for addr, s := range p.stores {
		if name == s.address || name == addr.Type+"."+addr.Name {
			return s, nil
		}
	}
	names := p.providerNames()
	detail := fmt.Sprintf("there is no provider %q: the configuration has none", name)
	if len(names) > 0 {
		detail = fmt.Sprintf("there is no provider %q: write %s.%s", name, suggest.OneOf(names), suggest.DidYouMean(name, names))
	}
	return nil, &SecretError{Err: ErrNoStore, Detail: detail}
}

// providerNames returns the configured providers as TYPE.NAME, sorted.
func (p *Plan) providerNames() []string {
	var names []string
	for addr := range p.stores {
		names = append(names, addr.Type+"."+addr.Name)
	}
	slices.Sort(names)
	return names
}

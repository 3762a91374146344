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
	// one. With a Provider too, the two must agree.
	Stack string
}

// storeFor returns the provider that answers for a secret; for the name "" the one whose secrets are meant by themselves.
func (p *Plan) storeFor(name string, where Where) (*store, error) {
	if where.Provider != "" {
		return p.agreedStore(name, where)
	}
	if block := p.secrets[name]; block != nil && block.Provider.State != config.Unset {
		return p.chosenStore(name, block.Provider)
	}
	stacks, err := p.stacksFor(where.Stack)
	if err != nil {
		return nil, err
	}
	return p.storeOfStacks(name, stacks)
}

// CheckWhere says what is wrong with a Where, whatever secret is looked for. The error is a *SecretError.
func (p *Plan) CheckWhere(where Where) error {
	if where.Provider == "" {
		return nil
	}
	_, err := p.namedStore(where.Provider)
	return err
}

// agreedStore returns the named provider, unless the stack that is named too has the secret elsewhere.
func (p *Plan) agreedStore(name string, where Where) (*store, error) {
	named, err := p.namedStore(where.Provider)
	if err != nil || where.Stack == "" {
		return named, err
	}
	if _, err := p.stacksFor(where.Stack); err != nil {
		return nil, err
	}
	other, err := p.storeFor(name, Where{Stack: where.Stack})
	if err == nil && other != nil && other != named {
		return nil, &SecretError{Err: ErrNoStore, Detail: fmt.Sprintf("--provider %s contradicts --stack %s, for which the provider "+
			"is %s.%s: leave one of them out", where.Provider, where.Stack, other.addr.Type, other.addr.Name)}
	}
	return named, nil
}

func (p *Plan) chosenStore(name string, choice config.ProviderChoice) (*store, error) {
	if choice.State != config.Chosen {
		return nil, &SecretError{Err: ErrNoStore, Secret: name, Detail: "the provider that its block names has an error or " +
			"no value; zsv validate says what is wrong"}
	}
	return p.stores[choice.Addr], nil
}

// stacksFor returns the stacks whose provider may be meant: the named one, else the default one, else all; a nil one where
// the configuration has none.
func (p *Plan) stacksFor(name string) ([]*config.Stack, error) {
	var all []*config.Stack
	for i := range p.cfg.Stacks {
		stack := &p.cfg.Stacks[i]
		if stack.Name == name || name == "" && stack.Name == p.cfg.Settings.DefaultStack {
			return []*config.Stack{stack}, nil
		}
		all = append(all, stack)
	}
	switch {
	case name != "" && len(all) == 0:
		return nil, &SecretError{Err: ErrNoStore, Detail: fmt.Sprintf("there is no stack %q: the configuration has no stack", name)}
	case name != "":
		return nil, &SecretError{Err: ErrNoStore, Detail: fmt.Sprintf("there is no stack %q%s", name,
			suggest.Instead(name, p.StackNames()))}
	case len(all) == 0 || p.cfg.Lost.Stacks: // a lost one may have another provider
		all = append(all, nil)
	}
	return all, nil
}

// storeOfStacks returns the provider that answers for a secret in each of the stacks.
func (p *Plan) storeOfStacks(name string, stacks []*config.Stack) (*store, error) {
	var found []config.ProviderAddr
	for _, stack := range stacks {
		addr, ok := p.providerOf(stack)
		if !ok {
			return nil, p.noProvider(name)
		}
		if !slices.Contains(found, addr) {
			found = append(found, addr)
		}
	}
	if len(found) > 1 {
		return nil, &SecretError{Err: ErrNoStore, Secret: name, Detail: "the stacks have different providers: name one with " +
			"--provider, " + suggest.OneOf(p.ProviderNames()) + ", or the stack with --stack"}
	}
	return p.stores[found[0]], nil
}

// providerOf returns the provider of a stack, else the only one there is; stack may be nil.
func (p *Plan) providerOf(stack *config.Stack) (addr config.ProviderAddr, ok bool) {
	if stack != nil && stack.Secrets.State != config.Unset {
		return stack.Secrets.Addr, stack.Secrets.State == config.Chosen
	}
	if len(p.cfg.Providers) != 1 || p.cfg.Lost.Providers { // a lost one may be the one that answers
		return addr, false
	}
	return p.cfg.Providers[0].Addr, true
}

// noProvider says that nothing says which provider is meant.
func (p *Plan) noProvider(name string) error {
	e := &SecretError{Err: ErrNoStore, Secret: name}
	names := p.ProviderNames()
	switch {
	case len(names) == 0 && p.cfg.Lost.Providers:
		e.Detail = "the configuration's provider has an error; zsv validate says what is wrong"
	case len(names) == 0:
		e.Detail = "the configuration has no provider: write a block provider \"TYPE\" \"NAME\" { … }"
	default:
		e.Detail = "nothing says which provider is meant: name one with --provider, " + suggest.OneOf(names)
	}
	return e
}

func (p *Plan) namedStore(name string) (*store, error) {
	for addr, s := range p.stores {
		if name == s.address || name == addr.Type+"."+addr.Name {
			return s, nil
		}
	}
	names := p.ProviderNames()
	detail := fmt.Sprintf("there is no provider %q: the configuration has none", name)
	if len(names) > 0 {
		detail = fmt.Sprintf("there is no provider %q%s", name, suggest.Instead(name, names))
	}
	return nil, &SecretError{Err: ErrNoStore, Detail: detail}
}

// ProviderNames returns the configured providers as TYPE.NAME, sorted.
func (p *Plan) ProviderNames() []string {
	var names []string
	for addr := range p.stores {
		names = append(names, addr.Type+"."+addr.Name)
	}
	slices.Sort(names)
	return names
}

package resolve

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// secretBlocks returns the secret blocks of a configuration by name.
func secretBlocks(cfg *config.Config) map[string]*config.Secret {
	blocks := make(map[string]*config.Secret, len(cfg.Secrets))
	for i := range cfg.Secrets {
		blocks[cfg.Secrets[i].Name] = &cfg.Secrets[i]
	}
	return blocks
}

// declared makes uses of the keys that secret blocks demand, and holds the references against the keys they declare.
func (e *extractor) declared() {
	for i := range e.cfg.Secrets {
		s := &e.cfg.Secrets[i]
		e.checkKeys(s)
		stacks := e.referred[s.Name]
		if len(stacks) == 0 && !e.cfg.Lost.Components && !e.cfg.Lost.Stacks {
			e.report(config.RuleUnusedSecret, s.Address(), "Unused secret",
				"Nothing refers to this secret. Refer to it, or remove the block.", s.DeclRange)
		}
		e.demand(s, stacks)
	}
}

// demand adds a use for each key that must be there, in each stack that refers to the secret, else once.
func (e *extractor) demand(s *config.Secret, stacks map[string]bool) {
	referred := false
	for i := range e.cfg.Stacks {
		stack := &e.cfg.Stacks[i]
		referred = referred || stacks[stack.Name]
		if stacks[stack.Name] && e.looksAt(stack.Name) {
			e.demandIn(stack, s)
		}
	}
	if !referred && len(e.wanted) == 0 {
		e.demandIn(nil, s)
	}
}

func (e *extractor) demandIn(stack *config.Stack, s *config.Secret) {
	for _, key := range s.Keys {
		if key.Optional {
			continue
		}
		e.addUse(stack, mention{address: s.Address(), attribute: config.KeyAttribute(key.Name), at: key.DeclRange,
			reference: Reference{Name: s.Name, Key: key.Name}, declared: true})
	}
}

// checkKeys reports references to keys that a block, which declares some, does not declare.
func (e *extractor) checkKeys(s *config.Secret) {
	if len(s.Keys) == 0 {
		return
	}
	names := make([]string, len(s.Keys))
	for i, key := range s.Keys {
		names[i] = key.Name
	}
	reported := map[place]bool{}
	for _, m := range e.allMentions() {
		p := m.place()
		if m.reference.Name != s.Name || m.reference.Key == "" || slices.Contains(names, m.reference.Key) || reported[p] {
			continue
		}
		reported[p] = true
		e.report(config.RuleUndeclaredKey, m.address, "Undeclared key", fmt.Sprintf("The block %s declares keys, but not %q.%s "+
			"Declare it: key %q {}, or refer to one that is declared.", s.Address(), m.reference.Key,
			suggest.DidYouMean(m.reference.Key, names), m.reference.Key), m.at)
	}
}

// allMentions returns the references of all blocks, in the order of the blocks.
func (e *extractor) allMentions() []mention {
	if e.every == nil {
		for i := range e.cfg.Components {
			e.every = append(e.every, e.mentioned[e.cfg.Components[i].Addr]...)
		}
		e.every = append(e.every, e.inStacks...)
	}
	return e.every
}

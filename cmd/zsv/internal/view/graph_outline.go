package view

import (
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// addOutline adds what a configuration has beside what is checked.
func (b *graphBuilder) addOutline(o *resolve.Outline, r *resolve.Report) {
	for _, stack := range o.Stacks {
		key := nodeKey{nodeStack, o.Directory, "", stack.Name}
		b.node(key)
		for _, component := range stack.Components {
			b.edge(key, nodeKey{nodeComponent, o.Directory, "", component.Address}, "")
		}
	}
	b.addComponents(o)
	b.addProviders(o)
	for _, secret := range o.Secrets {
		key := nodeKey{nodeSecret, o.Directory, secret.Provider, secret.Name}
		b.node(key).note = "nothing refers to it"
		if secret.Provider != "" {
			b.edge(key, nodeKey{nodeProvider, o.Directory, secret.Provider, ""}, "")
		}
	}
	for _, needed := range o.Unanswered {
		needed.Status = resolve.StatusUnverified
		if r.Level == providers.None {
			needed.Status = resolve.StatusSkipped
		}
		b.addCheck(&needed)
	}
}

func (b *graphBuilder) addComponents(o *resolve.Outline) {
	for _, component := range o.Components {
		draft := b.node(nodeKey{nodeComponent, o.Directory, "", component.Address})
		if component.Flavor != "" {
			draft.description = "flavor " + name(component.Flavor)
		}
		if component.Unused {
			draft.note = "in no stack"
		}
	}
}

func (b *graphBuilder) addProviders(o *resolve.Outline) {
	for _, provider := range o.Providers {
		b.node(nodeKey{nodeProvider, o.Directory, provider.Address, ""}).description = provider.Description
	}
}

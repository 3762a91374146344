package resolve

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// A Use is one place that needs a secret, in one stack.
type Use struct {
	// Stack is empty for a component that is in none.
	Stack string
	// Address is the block: component.TYPE.NAME, stack.NAME or secret.NAME.
	Address string
	// Component is TYPE.NAME where the block is a component.
	Component string
	// Attribute is the path in the block, as written in HCL.
	Attribute string
	// Range is the reference itself, without quotes.
	Range hcl.Range
	// Reference names the secret and the key; the key is empty where the attribute holds a secret's name.
	Reference Reference
	// Provider answers for the secret.
	Provider config.ProviderAddr
	// Declared says that the use is a key block, which demands a key without referring to it.
	Declared bool
	// Computed says that the name or the key is put together by the tool whose file it stands in, so that it is not known.
	Computed bool
}

// A mention is a reference at its place in a block, before it is known which stacks the block is in.
type mention struct {
	component string
	address   string
	attribute string
	at        hcl.Range
	reference Reference
	declared  bool // it is a key block
	computed  bool // by another tool
}

func (m mention) use(stack string, provider config.ProviderAddr) Use {
	return Use{Stack: stack, Address: m.address, Component: m.component, Attribute: m.attribute, Range: m.at,
		Reference: m.reference, Provider: provider, Declared: m.declared, Computed: m.computed}
}

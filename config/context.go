package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// A foundName is a name in an expression, as the steps that lead to it, and its value.
type foundName struct {
	steps []string
	value cty.Value
}

// evalContext makes the context with just the names that an expression refers to.
func evalContext(names []foundName) *hcl.EvalContext {
	tree := branch{}
	for _, name := range names {
		tree.put(name.value, name.steps)
	}
	return &hcl.EvalContext{Variables: tree.values(), Functions: functions.Table()}
}

// A branch holds the values that an expression may use, by the names that lead to them.
type branch map[string]any // cty.Value or branch

// put sets the value at the end of some steps.
func (b branch) put(value cty.Value, steps []string) {
	last := len(steps) - 1
	for _, name := range steps[:last] {
		next, ok := b[name].(branch)
		if !ok {
			next = branch{}
			b[name] = next
		}
		b = next
	}
	b[steps[last]] = value
}

func (b branch) values() map[string]cty.Value {
	values := make(map[string]cty.Value, len(b))
	for name, inner := range b {
		switch inner := inner.(type) {
		case cty.Value:
			values[name] = inner
		case branch:
			values[name] = cty.ObjectVal(inner.values())
		}
	}
	return values
}

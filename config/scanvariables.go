package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// moduleVariables are the variables that the files of a module declare. hidden are those whose values must not be shown.
type moduleVariables struct{ declared, hidden map[string]bool }

func newModuleVariables() moduleVariables {
	return moduleVariables{declared: map[string]bool{}, hidden: map[string]bool{}}
}

// hiding are the arguments of a variable that say so. What they are set to does not matter: it may be unknown.
var hiding = []string{"sensitive", "ephemeral"}

// read notes the variables of a file, and returns their names.
func (v moduleVariables) read(body *hclsyntax.Body) []string {
	var names []string
	for _, b := range body.Blocks {
		if b.Type != "variable" || len(b.Labels) != 1 {
			continue
		}
		name := b.Labels[0]
		names = append(names, name)
		v.declared[name] = true
		for argument := range b.Body.Attributes {
			v.hidden[name] = v.hidden[name] || slices.Contains(hiding, argument)
		}
	}
	return names
}

// variable returns the value of a variable, which is unknown where none was given. Neither has one here that must not be
// shown, as names are shown, nor one whose declaration cannot be read, which may say so. Those of a module that others call
// are given by the call: what the user gives is for the root.
func (m *module) variable(name string) cty.Value {
	if !m.variables.declared[name] || m.variables.hidden[name] || m.isCalled || !m.isRoot || m.isBroken {
		return cty.DynamicVal
	}
	return m.inputs.value(name)
}

// isRootBody says whether a file has what only the root of a configuration does: where its state is, or how its providers
// are set up.
func isRootBody(body *hclsyntax.Body) bool {
	for _, b := range body.Blocks {
		if b.Type == "provider" {
			return true
		}
		if b.Type == "terraform" && slices.ContainsFunc(b.Body.Blocks, func(inner *hclsyntax.Block) bool {
			return inner.Type == "backend" || inner.Type == "cloud"
		}) {
			return true
		}
	}
	return false
}

package config

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A UserPlugin is what the user says of the external providers of one type: a block plugin "TYPE".
type UserPlugin struct {
	// Environment are the variables that the program gets beside those that all get. One that ends in "*" stands for all
	// whose names begin like it.
	Environment []string
}

func (u *User) readPlugin(b *hclsyntax.Block) Diagnostics {
	if len(b.Labels) != 1 {
		return Diagnostics{configError("Wrong labels", "A plugin block has one label, the type of the provider: "+
			"plugin \"TYPE\" { … }.", b.DefRange())}
	}
	kind := b.Labels[0]
	if _, twice := u.Plugins[kind]; twice {
		return Diagnostics{configError("Duplicate block", fmt.Sprintf("There is a block plugin %q already. Write what "+
			"both say into one.", kind), b.DefRange())}
	}
	var plugin UserPlugin
	diags := userArguments{"environment": takeTexts(&plugin.Environment)}.read("A plugin block", b.Body.Attributes)
	for _, inner := range b.Body.Blocks {
		diags = append(diags, configError("Unsupported block", "A plugin block has no blocks in it.", inner.TypeRange))
	}
	u.Plugins[kind] = plugin
	return diags
}

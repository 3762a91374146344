package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/internal/providertype"
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
	if !providertype.IsExternal(kind) {
		return Diagnostics{configError("Invalid name", fmt.Sprintf("There can be no external provider of type %q: a type %s.%s", kind,
			providertype.Rule, meantType(kind)), b.LabelRanges[0])}
	}
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

// meantType proposes the same in lower case, where that is a type.
func meantType(kind string) string {
	if lower := strings.ToLower(kind); providertype.IsExternal(lower) {
		return fmt.Sprintf(" Did you mean %q?", lower)
	}
	return ""
}

package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// lintComponent warns about plaintext where a secret belongs, and about arguments that nearly are ones the flavor knows.
func (e *extractor) lintComponent(c *config.Component) {
	for _, v := range c.Values {
		e.lintPlaintext(c.Addr.String(), v, nameArgument(c, v) == "" && sensitiveAttribute(c.Flavor, v.Name))
	}
	known := knownAttributes(c.Addr.Type, c.Flavor)
	for _, argument := range c.Arguments {
		if len(known) == 0 || argument.Name == "flavor" || argument.Name == "settings" || argument.Name == "name" ||
			slices.Contains(known, argument.Name) {
			continue
		}
		if closest := suggest.Closest(argument.Name, known); closest != "" {
			e.report(config.RuleAttributeTypo, c.Addr.String(), "Unknown argument of the flavor", fmt.Sprintf("The %s flavor "+
				"%q has no argument %q. Did you mean %q?", c.Addr.Type, c.Flavor, argument.Name, closest), argument.Range)
		}
	}
}

// lintStack warns about plaintext in a stack's settings and env.
func (e *extractor) lintStack(s *config.Stack) {
	for _, v := range slices.Concat(s.Settings, s.Env) {
		e.lintPlaintext(s.Address(), v, sensitiveAttribute("", v.Name))
	}
}

// lintPlaintext warns about a secret in a value: the whole of it where its name says so, or the password of a URL. The
// message does not show it.
func (e *extractor) lintPlaintext(address string, v config.Value, sensitive bool) {
	what := "a URL with a password"
	switch {
	case sensitive && isPlaintext(v):
		what = "a secret"
	case !showsPassword(v):
		return
	}
	e.report(config.RulePlaintextSecret, address, "Secret in plain text", fmt.Sprintf("%s holds %s, and its value is "+
		"written in plain text here. Put the value into a secret store and write a reference, \"{{SECRET.KEY}}\". If it is in "+
		"version control already, change the secret.", v.Attribute, what), v.Range)
}

// isPlaintext says that a value is set and holds no reference.
func isPlaintext(v config.Value) bool {
	_, reference := ParseReference(v.Text)
	return strings.TrimSpace(v.Text) != "" && !v.Bool && !v.FromReference() && !reference && !looksLikeReference(v.Text)
}

// showsPassword says that a value has a URL with a password in plain text. There may be references beside it; what is
// left of an altered one is no password.
func showsPassword(v config.Value) bool {
	return hasURLPassword(v.Text) && (!v.FromReference() || len(FindReferences(v.Text)) > 0)
}

// checkNames reports references in names: ZenML refuses them there.
func (e *extractor) checkNames() {
	for i := range e.cfg.Components {
		c := &e.cfg.Components[i]
		e.checkName(c.Addr.String(), c.Addr.Type, c.DeclRange)
		e.checkName(c.Addr.String(), c.Addr.Name, c.NameRange)
		for _, v := range c.Values {
			if v.Depth == 0 && v.Name == "name" {
				e.checkName(c.Addr.String(), v.Text, v.Range)
			}
		}
	}
	for i := range e.cfg.Stacks {
		e.checkName(e.cfg.Stacks[i].Address(), e.cfg.Stacks[i].Name, e.cfg.Stacks[i].NameRange)
	}
	for i := range e.cfg.Providers {
		e.checkName(e.cfg.Providers[i].Addr.String(), e.cfg.Providers[i].Addr.Name, e.cfg.Providers[i].NameRange)
	}
}

func (e *extractor) checkName(address, name string, at hcl.Range) {
	if _, whole := ParseReference(name); whole || len(FindReferences(name)) > 0 {
		e.report(config.RuleReferenceInName, address, "Reference in a name", "A name cannot be a reference: it is needed "+
			"before any secret is read, and ZenML refuses it. Write the name itself.", at)
	}
}

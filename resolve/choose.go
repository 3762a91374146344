package resolve

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// A chooser decides which provider answers for a reference: that of the secret's block, else that of the stack, else the
// only one there is.
type chooser struct {
	cfg     *config.Config
	secrets map[string]*config.Secret
	diags   config.Diagnostics
	asked   map[string]bool // the stacks and secrets for which the lack of a provider is reported
}

func newChooser(cfg *config.Config) *chooser {
	c := &chooser{cfg: cfg, secrets: map[string]*config.Secret{}, asked: map[string]bool{}}
	for i := range cfg.Secrets {
		c.secrets[cfg.Secrets[i].Name] = &cfg.Secrets[i]
	}
	return c
}

// choose returns the provider. ok is false where there is none, which is reported once a stack, or where the choice
// cannot be read.
func (c *chooser) choose(stack *config.Stack, m mention) (addr config.ProviderAddr, ok bool) {
	if c.cfg.Lost.Secret(m.reference.Name) {
		return addr, false
	}
	if secret := c.secrets[m.reference.Name]; secret != nil && secret.Provider.State != config.Unset {
		return secret.Provider.Addr, secret.Provider.State == config.Chosen
	}
	if stack != nil && stack.Secrets.State != config.Unset {
		return stack.Secrets.Addr, stack.Secrets.State == config.Chosen
	}
	switch {
	case c.cfg.Lost.Providers: // which may be the one that answers
		return addr, false
	case len(c.cfg.Providers) == 1:
		return c.cfg.Providers[0].Addr, true
	}
	c.reportNone(stack, m)
	return addr, false
}

func (c *chooser) reportNone(stack *config.Stack, m mention) {
	name, at, address := "the references outside of stacks", m.at, m.address
	if stack != nil {
		name, at, address = fmt.Sprintf("the stack %q", stack.Name), stack.DeclRange, stack.Address()
	}
	if c.asked[name] {
		return
	}
	c.asked[name] = true
	c.diags = append(c.diags, config.Diagnostic{Severity: config.Error, Rule: config.RuleNoProvider, Summary: "No provider",
		Detail: fmt.Sprintf("Nothing says which provider answers for %s, so none of them is checked. %s", name,
			c.remedy(stack)), Address: address, Range: ptr(at)})
}

func (c *chooser) remedy(stack *config.Stack) string {
	if len(c.cfg.Providers) == 0 {
		return `The configuration has no provider: add a block such as provider "vault" "main" {}, provider "file" "local" ` +
			`{ path = "secrets.yaml" } or provider "env" "ci" {}.`
	}
	names := make([]string, len(c.cfg.Providers))
	for i, p := range c.cfg.Providers {
		names[i] = p.Addr.String()
	}
	where := "the argument provider of the secret's block"
	if stack != nil {
		where = "the stack's argument secrets"
	}
	return fmt.Sprintf("There are several: set %s to one of %s, without the quotes.", where, suggest.OneOf(names))
}

func ptr(at hcl.Range) *hcl.Range { return &at }

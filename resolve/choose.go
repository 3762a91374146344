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
	findings
	// reported are the addresses of the stacks and secrets for which the lack of a provider is reported, "" for all
	// references outside of stacks.
	reported map[string]bool
}

func newChooser(cfg *config.Config) *chooser {
	return &chooser{cfg: cfg, secrets: secretBlocks(cfg), reported: map[string]bool{}}
}

// choose returns the provider. ok is false where there is none, which is reported, or where the choice cannot be read.
func (c *chooser) choose(stack *config.Stack, m mention) (addr config.ProviderAddr, ok bool) {
	if c.cfg.Lost.Secret(m.reference.Name) {
		return addr, false
	}
	secret := c.secrets[m.reference.Name]
	if secret != nil && secret.Provider.State != config.Unset {
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
	case stack != nil:
		c.reportStack(stack)
	case !m.declared:
		c.reportOutside(m)
	case !c.cfg.Lost.Stacks && !c.cfg.Lost.Components: // one of which may say who answers
		c.reportSecret(secret)
	}
	return addr, false
}

func (c *chooser) reportStack(s *config.Stack) {
	c.reportLack(s.Address(), s.Address(), fmt.Sprintf("the references of the stack %q, so none of them is checked", s.Name),
		"the stack's argument secrets", s.DeclRange)
}

// reportOutside reports a reference outside of stacks, which speaks for all of them: also for the keys that its secret's
// block declares.
func (c *chooser) reportOutside(m mention) {
	if secret := c.secrets[m.reference.Name]; secret != nil {
		c.reported[secret.Address()] = true
	}
	c.reportLack("", m.address, "the references outside of stacks, so none of them is checked", ofSecret, m.at)
}

// reportSecret reports a block whose keys nobody can be asked for. That there is no provider at all is said once.
func (c *chooser) reportSecret(s *config.Secret) {
	if len(c.cfg.Providers) > 0 || len(c.diags) == 0 {
		c.reportLack(s.Address(), s.Address(), s.Address()+", so the keys that it declares are not checked", ofSecret, s.DeclRange)
	}
}

const ofSecret = "the argument provider of the secret's block"

// reportLack says, once for each subject, that nothing says who answers, and which argument would.
func (c *chooser) reportLack(subject, address, what, argument string, at hcl.Range) {
	if c.reported[subject] {
		return
	}
	c.reported[subject] = true
	c.report(config.RuleNoProvider, address, "No provider",
		fmt.Sprintf("Nothing says which provider answers for %s. %s", what, c.remedy(argument)), at)
}

// remedy says what to write: a provider where there is none, else the argument that chooses one.
func (c *chooser) remedy(argument string) string {
	if len(c.cfg.Providers) == 0 {
		return `The configuration has no provider: add a block, such as provider "vault" "main" {}, provider "zenml" "main" {}, ` +
			`provider "env" "ci" {}, or provider "file" "local" {}, an encrypted store in the project.`
	}
	names := make([]string, len(c.cfg.Providers))
	for i, p := range c.cfg.Providers {
		names[i] = p.Addr.String()
	}
	return fmt.Sprintf("There are several: set %s to one of %s, without the quotes.", argument, suggest.OneOf(names))
}

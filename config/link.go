package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// link puts the fragments together and checks what only the whole can tell: names that are taken twice, and names that
// do not exist.
func (l *loader) link() Diagnostics {
	c := l.config
	settings, diags := l.assemble()
	k := l.knownBlocks()
	diags = append(diags, c.useSettings(settings)...)
	diags = append(diags, c.dropDuplicates(k)...)
	for _, name := range l.pending {
		diags = append(diags, k.check(name)...)
	}
	for _, f := range l.files {
		for _, name := range f.pending {
			diags = append(diags, k.check(name)...)
		}
	}
	c.dropUnknown(k)
	return append(diags, c.checkDefaultStack(k)...)
}

// assemble puts what the files hold into the Config, but for the settings, which it returns with the diagnostics.
func (l *loader) assemble() ([]settingsBlock, Diagnostics) {
	c, diags := l.config, l.early
	components := 0
	for _, f := range l.files {
		components += len(f.components)
	}
	c.Components = make([]Component, 0, components)
	c.Ignores.files = map[string]map[int][]Ignore{}
	var settings []settingsBlock
	for _, f := range l.files {
		diags = append(diags, f.diags...)
		c.Ignores.files[f.name] = f.ignores
		settings = append(settings, f.settings...)
		c.Providers = append(c.Providers, f.providers...)
		c.Components = append(c.Components, f.components...)
		c.Stacks = append(c.Stacks, f.stacks...)
		c.Secrets = append(c.Secrets, f.secrets...)
	}
	return settings, diags
}

// knownBlocks notes the blocks that were lost; dropDuplicates adds those that are there.
func (l *loader) knownBlocks() *known {
	k := &known{providers: map[ProviderAddr]hcl.Range{}, components: map[ComponentAddr]hcl.Range{}}
	for _, f := range l.files {
		k.broken = append(k.broken, f.broken...)
		k.incomplete = k.incomplete || f.lost
	}
	for _, b := range k.broken {
		l.config.Lost.add(b)
	}
	return k
}

// known are the blocks that exist, broken ones among them. It is incomplete where a file could not be parsed at all: then
// no block is known not to exist.
type known struct {
	providers  map[ProviderAddr]hcl.Range
	components map[ComponentAddr]hcl.Range
	broken     []brokenBlock
	incomplete bool
}

func (k *known) hasBroken(kind string, labels ...string) bool {
	return k.incomplete || slices.ContainsFunc(k.broken, func(b brokenBlock) bool {
		return b.kind == kind && slices.Equal(b.labels, labels)
	})
}

func (k *known) hasProvider(addr ProviderAddr) bool {
	_, ok := k.providers[addr]
	return ok || k.hasBroken("provider", addr.Type, addr.Name)
}

func (k *known) hasComponent(addr ComponentAddr) bool {
	_, ok := k.components[addr]
	return ok || k.hasBroken("component", addr.Type, addr.Name)
}

// check reports a reference to a block that does not exist.
func (k *known) check(p pendingName) Diagnostics {
	var detail string
	switch {
	case p.provider != (ProviderAddr{}) && !k.hasProvider(p.provider):
		detail = undeclaredBlock("provider", p.provider, k.providers)
	case p.component != (ComponentAddr{}) && !k.hasComponent(p.component):
		detail = undeclaredBlock("component", p.component, k.components)
	default:
		return nil
	}
	d := configError("Undeclared block", detail, p.at)
	d.Address = p.address
	return Diagnostics{d}
}

func undeclaredBlock[A interface {
	comparable
	fmt.Stringer
}](kind string, addr A, declared map[A]hcl.Range) string {
	labels := make(map[string]A, len(declared)) // without the kind, which is in all of them
	for other := range declared {
		labels[strings.TrimPrefix(other.String(), kind)] = other
	}
	hint := ""
	if closest := closest(strings.TrimPrefix(addr.String(), kind), labels); closest != "" {
		hint = fmt.Sprintf(" Did you mean %s?", labels[closest])
	} else if len(labels) > 0 && len(labels) <= 5 {
		hint = " There is " + listed(slices.Collect(maps.Keys(declared))) + "."
	}
	return fmt.Sprintf("There is no %s block for %s.%s", kind, addr, hint)
}

// listed lists addresses for a message, sorted.
func listed[A fmt.Stringer](addrs []A) string {
	texts := make([]string, len(addrs))
	for i, addr := range addrs {
		texts[i] = addr.String()
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// useSettings takes the one zsv block that a configuration may have.
func (c *Config) useSettings(settings []settingsBlock) Diagnostics {
	var diags Diagnostics
	for i, s := range settings {
		if i == 0 {
			c.Settings = s.Settings
			continue
		}
		diags = append(diags, configError("Duplicate zsv block", "A configuration has one zsv block, and the first is at "+
			placeText(settings[0].block.declRange)+". Merge them.", s.block.declRange))
	}
	return diags
}

// dropDuplicates reports and drops blocks whose name is taken: only the first counts.
func (c *Config) dropDuplicates(k *known) Diagnostics {
	var diags Diagnostics
	stacks, secrets := map[string]hcl.Range{}, map[string]hcl.Range{}
	c.Providers = slices.DeleteFunc(c.Providers, func(p Provider) bool {
		return taken(k.providers, p.Addr, p.DeclRange, p.Addr.String(), &diags)
	})
	c.Components = slices.DeleteFunc(c.Components, func(x Component) bool {
		return taken(k.components, x.Addr, x.DeclRange, x.Addr.String(), &diags)
	})
	c.Stacks = slices.DeleteFunc(c.Stacks, func(s Stack) bool {
		return taken(stacks, s.Name, s.DeclRange, s.Address(), &diags)
	})
	c.Secrets = slices.DeleteFunc(c.Secrets, func(s Secret) bool {
		return taken(secrets, s.Name, s.DeclRange, s.Address(), &diags)
	})
	return diags
}

func taken[K comparable](names map[K]hcl.Range, name K, at hcl.Range, address string, diags *Diagnostics) bool {
	first, ok := names[name]
	if !ok {
		names[name] = at
		return false
	}
	d := configError("Duplicate block", fmt.Sprintf("There is a block for %s already, at %s. Rename one of them.",
		address, placeText(first)), at)
	d.Address = address
	*diags = append(*diags, d)
	return true
}

// dropUnknown leaves out what refers to blocks that do not exist or are broken, which is reported.
func (c *Config) dropUnknown(k *known) {
	decide := func(choice *ProviderChoice) {
		if _, ok := k.providers[choice.Addr]; choice.State == Chosen && !ok {
			choice.State = Undecided
		}
	}
	for i := range c.Stacks {
		decide(&c.Stacks[i].Secrets)
		s := &c.Stacks[i]
		s.Components = slices.DeleteFunc(s.Components, func(u ComponentUse) bool {
			_, ok := k.components[u.Addr]
			s.Incomplete = s.Incomplete || !k.hasComponent(u.Addr)
			return !ok
		})
	}
	for i := range c.Secrets {
		decide(&c.Secrets[i].Provider)
	}
}

func (c *Config) checkDefaultStack(k *known) Diagnostics {
	name := c.Settings.DefaultStack
	names := make([]string, 0, len(c.Stacks))
	for _, s := range c.Stacks {
		names = append(names, s.Name)
	}
	if name == "" || slices.Contains(names, name) || k.hasBroken("stack", name) {
		return nil
	}
	return Diagnostics{configError("Undeclared stack", fmt.Sprintf("default_stack names the stack %q, which does not "+
		"exist.%s", name, suggest.DidYouMean(name, names)), c.Settings.DefaultStackRange)}
}

package resolve

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// An Extraction is what Extract finds.
type Extraction struct {
	// Uses are the places that need a secret whose provider is known, sorted by stack and place.
	Uses []Use
	// Unanswered are the places that need a secret of which nothing says whose it is: uses without a provider, sorted alike.
	Unanswered []Use
	// Stacks are the names of the stacks looked at, sorted.
	Stacks []string
	// References counts the places that refer to a secret, each once, in however many stacks it is.
	References int
	// Diagnostics are the problems found, not yet passed through the rules.
	Diagnostics config.Diagnostics
}

// Extract finds the references of a configuration, in the stacks named (none: in all, and in components that are in no
// stack), and judges them. It asks nobody.
func Extract(cfg *config.Config, rules *Rules, stacks []string) Extraction {
	e := &extractor{
		finder:  finder{cfg: cfg, rules: rules},
		chooser: newChooser(cfg),
		wanted:  stacks,
	}
	e.components()
	e.stacks()
	e.unused()
	e.declared()
	e.checkNames()
	e.diags = append(e.diags, e.chooser.diags...)
	sortByStack(e.uses)
	sortByStack(e.unanswered)
	return Extraction{Uses: e.uses, Unanswered: e.unanswered, Stacks: e.stackNames(), References: len(e.places),
		Diagnostics: e.diags}
}

func sortByStack(uses []Use) {
	slices.SortStableFunc(uses, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Stack, b.Stack), compareRanges(a.Range, b.Range), cmp.Compare(a.Attribute, b.Attribute))
	})
}

func compareRanges(a, b hcl.Range) int {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Start.Byte, b.Start.Byte),
		cmp.Compare(a.End.Byte, b.End.Byte))
}

// An extractor carries one Extract.
type extractor struct {
	finder
	chooser    *chooser
	wanted     []string
	mentioned  map[config.ComponentAddr][]mention
	inStack    map[config.ComponentAddr]bool
	uses       []Use
	unanswered []Use
	places     map[place]bool
	every      []mention // of all blocks; see allMentions
	inStacks   []mention // of the stacks' own settings and env
	// referred are the secrets that are referred to, with the stacks that do, "" for none.
	referred map[string]map[string]bool
}

// A place tells two references apart.
type place struct {
	at        hcl.Range
	attribute string
	address   string
	reference Reference
}

func (m mention) place() place { return place{m.at, m.attribute, m.address, m.reference} }

func (e *extractor) looksAt(stack string) bool {
	return len(e.wanted) == 0 || slices.Contains(e.wanted, stack)
}

// components finds the references of each component once, however many stacks it is in.
func (e *extractor) components() {
	e.mentioned = make(map[config.ComponentAddr][]mention, len(e.cfg.Components))
	for i := range e.cfg.Components {
		c := &e.cfg.Components[i]
		e.lintComponent(c)
		if found := e.componentMentions(c); len(found) > 0 {
			e.mentioned[c.Addr] = found
		}
	}
}

func (e *extractor) componentMentions(c *config.Component) []mention {
	h := holder{address: c.Addr.String(), component: c.Addr.Type + "." + c.Addr.Name}
	var found []mention
	for _, v := range c.Values {
		mentions := e.mentions(h, v)
		if argument := nameArgument(c, v); argument != "" {
			mentions = append(mentions, e.byName(h, argument, v, mentions)...)
		}
		found = append(found, mentions...)
	}
	e.keys(h, c.Keys)
	return found
}

// looksLikeReference says that a text is no name of a secret, but was meant to be a reference.
func looksLikeReference(text string) bool {
	_, nearMiss := NearMiss(text)
	return nearMiss || len(FindReferences(text)) > 0
}

func (e *extractor) stacks() {
	e.inStack = map[config.ComponentAddr]bool{}
	e.places = map[place]bool{}
	e.referred = map[string]map[string]bool{}
	for i := range e.cfg.Stacks {
		s := &e.cfg.Stacks[i]
		e.lintStack(s)
		own := e.stackMentions(s)
		e.inStacks = append(e.inStacks, own...)
		listed := map[config.ComponentAddr]bool{}
		for _, use := range s.Components {
			e.inStack[use.Addr] = true
			if !listed[use.Addr] {
				own = append(own, e.mentioned[use.Addr]...)
			}
			listed[use.Addr] = true
		}
		e.refer(s.Name, own)
		if e.looksAt(s.Name) {
			e.add(s, own)
		}
	}
}

func (e *extractor) stackMentions(s *config.Stack) []mention {
	var found []mention
	settings := holder{address: s.Address()}
	for _, v := range s.Settings {
		found = append(found, e.mentions(settings, v)...)
	}
	env := holder{address: s.Address(), interpolates: true}
	for _, v := range s.Env {
		found = append(found, e.mentions(env, v)...)
	}
	e.keys(settings, s.Keys)
	return found
}

// refer remembers which stacks refer to which secrets.
func (e *extractor) refer(stack string, mentions []mention) {
	for _, m := range mentions {
		stacks := e.referred[m.reference.Name]
		if stacks == nil {
			stacks = map[string]bool{}
			e.referred[m.reference.Name] = stacks
		}
		stacks[stack] = true
	}
}

// add makes uses of mentions in a stack, or in none.
func (e *extractor) add(s *config.Stack, mentions []mention) {
	for _, m := range mentions {
		e.places[m.place()] = true
		e.addUse(s, m)
	}
}

func (e *extractor) addUse(s *config.Stack, m mention) {
	if provider, ok := e.chooser.choose(s, m); ok {
		e.uses = append(e.uses, m.use(stackName(s), provider))
	} else {
		e.unanswered = append(e.unanswered, m.use(stackName(s), config.ProviderAddr{}))
	}
}

func stackName(s *config.Stack) string {
	if s == nil {
		return ""
	}
	return s.Name
}

// unused handles the components that are in no stack: without any stack in the configuration all count, else they are
// warned about, and checked where it is clear by whom.
func (e *extractor) unused() {
	if e.cfg.Lost.Stacks { // which may have the components that no other has
		return
	}
	for i := range e.cfg.Components {
		c := &e.cfg.Components[i]
		if e.inStack[c.Addr] {
			continue
		}
		mentions := e.mentioned[c.Addr]
		e.refer("", mentions)
		if len(e.cfg.Stacks) > 0 && !e.incomplete() {
			e.report(config.RuleUnusedComponent, c.Addr.String(), "Unused component",
				"No stack has this component. Add it to the components of a stack, or remove it.", c.DeclRange)
		}
		if len(e.wanted) == 0 && e.checksUnused() {
			e.add(nil, mentions)
		}
	}
}

// incomplete says that a stack may have more components than are known. Where a name is misspelt, the component that was
// meant is not unused.
func (e *extractor) incomplete() bool {
	return slices.ContainsFunc(e.cfg.Stacks, func(s config.Stack) bool { return s.Incomplete })
}

// checksUnused says whether components in no stack are checked.
func (e *extractor) checksUnused() bool { return len(e.cfg.Stacks) == 0 || len(e.cfg.Providers) == 1 }

// stackNames returns the names of the stacks looked at, sorted.
func (e *extractor) stackNames() []string {
	names := []string{}
	for _, s := range e.cfg.Stacks {
		if e.looksAt(s.Name) {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names
}

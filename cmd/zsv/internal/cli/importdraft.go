package cli

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// A draft is the file as it is to be written, and the configuration as it is to be.
type draft struct {
	origin
	to      target
	on      ground
	writing stackfile.Writing
	text    []byte
	after   state
	// components are the stack's, as they are reported; replaced and plaintext its secrets in plain text.
	components []view.ImportedComponent
	replaced   []view.ReplacedValue
	plaintext  []view.PlainValue
}

// draft decides on what is written, without writing it.
func (i *importing) draft(from origin, to target) (*draft, error) {
	on, err := i.load(to)
	if err != nil {
		return nil, err
	}
	d := &draft{origin: from, to: to, on: on}
	if d.writing, err = i.chooseProvider(on.before.cfg); err != nil {
		return nil, err
	}
	if err := d.recognise(); err != nil {
		return nil, err
	}
	if err := i.compose(d); err != nil {
		return nil, err
	}
	return d, i.replacePlaintext(d)
}

// recognise notes the components that the configuration has already, and refuses a stack that it has.
func (d *draft) recognise() error {
	for n := range d.on.before.cfg.Stacks {
		if s := &d.on.before.cfg.Stacks[n]; s.Name == d.stack.Name {
			return usageError("there is a stack %q already, at %s:%d, so nothing was written. Give the imported one another name "+
				"with --name, or remove that one first", s.Name, s.DeclRange.Filename, s.DeclRange.Start.Line)
		}
	}
	d.writing.Known = map[config.ComponentAddr]bool{}
	components := componentsByAddress(d.on.before.cfg)
	for n := range d.stack.Components {
		c := &d.stack.Components[n]
		shown := view.ImportedComponent{Address: c.Addr.String(), Flavor: c.Flavor, DiffersIn: []string{}}
		if old := components[c.Addr]; old != nil {
			d.writing.Known[c.Addr] = true
			shown.Present, shown.DiffersIn = true, append(shown.DiffersIn, differences(c, old)...)
			shown.Unchecked = unchecked(c, shown.DiffersIn)
			shown.File, shown.Line = old.DeclRange.Filename, old.DeclRange.Start.Line
		}
		d.components = append(d.components, shown)
	}
	return nil
}

func componentsByAddress(cfg *config.Config) map[config.ComponentAddr]*config.Component {
	all := make(map[config.ComponentAddr]*config.Component, len(cfg.Components))
	for i := range cfg.Components {
		all[cfg.Components[i].Addr] = &cfg.Components[i]
	}
	return all
}

// compose writes the file in memory, and reads the configuration with it.
func (i *importing) compose(d *draft) (err error) {
	if d.text, err = d.stack.HCL(d.writing); err != nil {
		return usageError("the stack cannot be written in HCL, so nothing was written: %w", err)
	}
	d.after = i.stateWith(d.to, map[string][]byte{d.to.file: d.text})
	return nil
}

// newProblems returns what is wrong with the configuration as it is to be, and not with the one that is, by place.
func (d *draft) newProblems() config.Diagnostics {
	known := map[string]int{}
	for _, problem := range d.on.today.problems {
		known[identity(problem)]++
	}
	found := slices.DeleteFunc(slices.Clone(d.after.problems), func(problem config.Diagnostic) bool {
		known[identity(problem)]--
		return known[identity(problem)] >= 0
	})
	found.Sort()
	return found
}

func misread(what string) error {
	return usageError("there is no way to write %s in HCL such that it is read as it is, so nothing was written", what)
}

// insist refuses, under --strict, what is not carried over as it is.
func (i *importing) insist(d *draft) error {
	var items []string
	for _, n := range d.stack.Notes {
		if !n.Kept {
			items = append(items, fmt.Sprintf("%s%s: %s", d.place(n.Place), n.What, n.Why))
		}
	}
	for _, c := range d.components {
		if len(c.DiffersIn) > 0 {
			items = append(items, fmt.Sprintf("%s is at %s:%d already, with another %s", c.Address, c.File, c.Line,
				enumerated(c.DiffersIn)))
		}
	}
	if !i.flags.strict || len(items) == 0 {
		return nil
	}
	return &failure{rule: config.RuleUsage, summary: "Not carried over", err: fmt.Errorf("with --strict nothing was written, "+
		"since not all of %s can be carried over", d.source), items: items, advice: "Without --strict the rest is written."}
}

// unchecked returns those of some attributes that hold a reference in the stack.
func unchecked(c *stackfile.Component, attributes []string) []string {
	var found []string
	for path, l := range c.Leaves() {
		if slices.Contains(attributes, path) && len(resolve.FindReferences(l.Text)) > 0 {
			found = append(found, path)
		}
	}
	slices.Sort(found)
	return found
}

// differences returns where a component of the configuration is not as in the stack. That a reference stands in the place of
// a secret in plain text, as an import before this one puts it, is none, nor is what is not known yet.
func differences(c *stackfile.Component, old *config.Component) []string {
	same := map[string]bool{}
	for _, v := range old.Values {
		reference, whole := resolve.ParseReference(v.Text)
		same[v.Attribute] = whole && isMadeFor(reference, c.Addr.Name, v)
	}
	return slices.DeleteFunc(c.Differences(old), func(attribute string) bool { return same[attribute] })
}

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/rewrite"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/hcledit"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// An addition is one run of component add.
type addition struct {
	*invocation
	planning
	flags   componentFlags
	address config.ComponentAddr
	before  state
	after   state
	file    string // that the component goes to
	changes []fileChange
}

// A fileChange is what becomes of a file of the configuration.
type fileChange struct {
	name          string
	before, after []byte // before is nil for a new one
}

func (r *invocation) addComponent(f componentFlags, kind, name string) error {
	kind, name = cty.NormalizeString(kind), cty.NormalizeString(name) // as all text in HCL is
	a := &addition{invocation: r, flags: f, address: config.ComponentAddr{Type: knownType(kind), Name: name}}
	var err error
	if a.planning, err = r.planning(f.rules, ""); err != nil {
		return err
	}
	if err := a.checkWords(); err != nil {
		return err
	}
	if a.before, err = a.load(nil); err != nil {
		return err
	}
	if err := a.fits(); err != nil {
		return err
	}
	attributes, err := a.attributes(r.sources(a.planning.workingDir))
	if err != nil {
		return err
	}
	block, err := componentBlock(a.address.Type, name, f.flavor, attributes)
	if err != nil {
		return usageError("the component cannot be written in HCL: %w", err)
	}
	if err := a.draft(block); err != nil {
		return err
	}
	if err := a.verify(); err != nil {
		return err
	}
	if err := a.write(); err != nil {
		return err
	}
	return a.conclude()
}

// knownType returns a type as zsv spells it: on ZenML's command line it has dashes.
func knownType(kind string) string {
	if spelt := strings.ReplaceAll(kind, "-", "_"); slices.Contains(resolve.ComponentTypes(), spelt) {
		return spelt
	}
	return kind
}

// checkWords says what is wrong with the words of the command line.
func (a *addition) checkWords() error {
	words := []string{a.address.Type, a.address.Name}
	for i, what := range []string{"type", "name"} {
		word := words[i]
		switch {
		case strings.TrimSpace(word) == "":
			return usageError("the component's %s is empty: zsv component add TYPE NAME", what)
		case strings.ContainsFunc(word, unicode.IsControl):
			return usageError("the component's %s %q has a control character", what, word)
		case strings.Contains(word, "{{"):
			return usageError("the component's %s cannot be a reference: it is needed before any secret is read", what)
		}
	}
	if a.command.Flags().Changed("flavor") && strings.TrimSpace(a.flags.flavor) == "" {
		return usageError("--flavor is empty: give it a value, or leave it out")
	}
	return nil
}

// fits says what in the configuration keeps the component from being added.
func (a *addition) fits() error {
	for _, c := range a.before.cfg.Components {
		if c.Addr == a.address {
			return usageError("there is %s already, at %s:%d, so nothing was written. Change it there, or choose another name",
				a.address, c.DeclRange.Filename, c.DeclRange.Start.Line)
		}
	}
	known := make([]string, len(a.before.cfg.Stacks))
	for i, stack := range a.before.cfg.Stacks {
		known[i] = stack.Name
	}
	for _, name := range a.flags.stacks {
		if !slices.Contains(known, name) {
			return noStack(name, known)
		}
	}
	return nil
}

// draft makes up what becomes of the files.
func (a *addition) draft(block []byte) (err error) {
	if a.file, err = a.chooseFile(); err != nil {
		return err
	}
	err = a.change(a.file, func(src []byte) ([]byte, error) { return hcledit.Append(src, block), nil })
	for _, name := range a.flags.stacks {
		if err == nil {
			err = a.addToStack(name)
		}
	}
	return err
}

// verify has the configuration loaded as it is to be. What is an error there, or a secret in plain text, is not written.
func (a *addition) verify() (err error) {
	overlay := map[string][]byte{}
	for _, change := range a.changes {
		overlay[change.name] = change.after
	}
	if a.after, err = a.load(overlay); err != nil {
		return err
	}
	if a.component() == nil {
		return usageError("there is no way to write %s in HCL, so nothing was written", a.address)
	}
	return a.refusal()
}

// component returns the new component as the configuration has it; nil where it has not.
func (a *addition) component() *config.Component {
	for i := range a.after.cfg.Components {
		if c := &a.after.cfg.Components[i]; c.Addr == a.address {
			return c
		}
	}
	return nil
}

// write puts all files in their places, or none. An interrupt does not come between them.
func (a *addition) write() error {
	changes := make([]rewrite.Change, len(a.changes))
	for i, change := range a.changes {
		path, err := a.pathOf(change.name)
		if err != nil {
			return err
		}
		changes[i] = rewrite.Change{Path: path, Before: change.before, After: change.after}
	}
	over := a.underWay(func() {})
	defer over()
	var problem *rewrite.Problem
	if err := rewrite.Apply(changes...); errors.As(err, &problem) {
		i := slices.IndexFunc(changes, func(c rewrite.Change) bool { return c.Path == problem.Path })
		return ioError("Cannot write the file", fmt.Errorf("nothing was written: %q: %w", a.changes[i].name,
			fileerror.Reason(problem.Err)))
	}
	return nil
}

// conclude says what was written, which secrets the component needs, and what to do next.
func (a *addition) conclude() error {
	var b strings.Builder
	fmt.Fprintf(&b, "Added %s to %s", view.Plain(a.address.String()), view.Plain(a.file))
	if len(a.flags.stacks) > 0 {
		fmt.Fprintf(&b, ", and to %s", a.stacksWithFiles())
	}
	b.WriteString(".\n")
	if references := a.references(); len(references) > 0 {
		fmt.Fprintf(&b, "It refers to %s.\n", view.Plain(enumerated(references)))
	}
	fmt.Fprintf(&b, "\n    zsv plan%s%s\n", a.chdirFlag(), a.stackFlags())
	a.tellWarnings()
	a.noteWords()
	if _, err := fmt.Fprint(a.Stdout, b.String()); err != nil {
		return cannotWrite(err)
	}
	return nil
}

// noteWords tells of words that nearly are ones that zsv knows.
func (a *addition) noteWords() {
	types, kind := resolve.ComponentTypes(), a.address.Type
	if meant := suggest.Closest(kind, types); meant != "" && !slices.Contains(types, kind) {
		a.tellLine("Note: zsv knows no component type %q. Did you mean %q?", kind, meant)
	}
	flavors := resolve.Flavors(kind)
	if meant := suggest.Closest(a.flags.flavor, flavors); meant != "" && !slices.Contains(flavors, a.flags.flavor) {
		a.tellLine("Note: zsv knows no %s of the flavor %q. Did you mean %q?", kind, a.flags.flavor, meant)
	}
}

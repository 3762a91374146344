package cli

import (
	"slices"
	"strings"
	"unicode"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// An importing is one run of import zenml.
type importing struct {
	*invocation
	planning
	results
	flags    importFlags
	argument string
	source   string // where the stack comes from, as it is shown
	stack    *stackfile.Stack
	target   target
	writing  stackfile.Writing
	before   state  // the configuration without the file that is replaced
	today    state  // the configuration as it is
	after    state  // and as it is to be
	text     []byte // of the new file
	imported view.Imported
}

func (r *invocation) importZenML(f importFlags, argument string) error {
	i := &importing{invocation: r, flags: f, argument: argument, imported: view.NewImported()}
	for _, step := range []func() error{
		i.open, i.read, i.nameStack, i.aim, i.load, i.chooseProvider, i.recognise, i.draft, i.replacePlaintext, i.verify,
		i.insist, i.openReport, i.write,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return i.conclude()
}

// open checks the flags and opens the world.
func (i *importing) open() (err error) {
	if i.planning, err = i.invocation.planning(i.flags.rules, ""); err != nil {
		return err
	}
	flags := i.command.Flags()
	for _, name := range []string{"out", "name", "provider"} {
		if flag := flags.Lookup(name); flag.Changed && flag.Value.String() == "" {
			return usageError("--%s is empty: give it a value, or leave it out", name)
		}
	}
	switch {
	case i.flags.out == "-" && slices.Contains(i.flags.formats, "json"):
		return usageError("both the stack and the report are for standard output: give the report a file, --format json=FILE")
	case i.flags.timeout <= 0:
		return usageError("--timeout takes a duration greater than zero, such as 30s")
	case i.argument == "":
		return usageError("the name of the stack is empty: zsv import zenml STACK, or the file that zenml stack export wrote")
	}
	return nil
}

// nameStack gives the stack the name of the flag, or sees to it that it has one.
func (i *importing) nameStack() error {
	if i.flags.name != "" {
		i.stack.Name = cty.NormalizeString(i.flags.name) // as all text in HCL is
	}
	switch {
	case strings.TrimSpace(i.stack.Name) == "":
		return usageError("the stack in %s has no name: give it one, --name STACK", i.source)
	case strings.ContainsFunc(i.stack.Name, unicode.IsControl):
		return usageError("the stack's name %q has a control character", i.stack.Name)
	}
	return nil
}

// recognise notes the components that the configuration has already, and refuses a stack that it has.
func (i *importing) recognise() error {
	for n := range i.before.cfg.Stacks {
		if s := &i.before.cfg.Stacks[n]; s.Name == i.stack.Name {
			return usageError("there is a stack %q already, at %s:%d, so nothing was written. Give the imported one another name "+
				"with --name, or remove that one first", s.Name, s.DeclRange.Filename, s.DeclRange.Start.Line)
		}
	}
	i.writing.Known = map[config.ComponentAddr]bool{}
	components := componentsByAddress(i.before.cfg)
	for n := range i.stack.Components {
		c := &i.stack.Components[n]
		shown := view.ImportedComponent{Address: c.Addr.String(), Flavor: c.Flavor, DiffersIn: []string{}}
		if old := components[c.Addr]; old != nil {
			i.writing.Known[c.Addr] = true
			shown.Present, shown.DiffersIn = true, append(shown.DiffersIn, differences(c, old)...)
			shown.File, shown.Line = old.DeclRange.Filename, old.DeclRange.Start.Line
		}
		i.imported.Components = append(i.imported.Components, shown)
	}
	return nil
}

// differences returns where a component of the configuration is not as in the stack. That a reference stands in the place of
// a secret in plain text, as an import before this one puts it, is none.
func differences(c *stackfile.Component, old *config.Component) []string {
	replaced := map[string]bool{}
	for _, v := range old.Values {
		replaced[v.Attribute] = v.Text == resolve.Reference{Name: secretName(c.Addr.Name), Key: keyFor(v.Name)}.String()
	}
	return slices.DeleteFunc(c.Differences(old), func(attribute string) bool { return replaced[attribute] })
}

func componentsByAddress(cfg *config.Config) map[config.ComponentAddr]*config.Component {
	all := make(map[config.ComponentAddr]*config.Component, len(cfg.Components))
	for i := range cfg.Components {
		all[cfg.Components[i].Addr] = &cfg.Components[i]
	}
	return all
}

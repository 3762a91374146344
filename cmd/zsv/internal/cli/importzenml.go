package cli

import (
	"slices"
	"strings"
	"unicode"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/resolve"
)

// An importing is one run of import zenml: what it was given. What it finds goes from step to step.
type importing struct {
	*invocation
	planning
	flags    importFlags
	argument string
}

// An origin is a stack of ZenML, and where it comes from.
type origin struct {
	stack  *stackfile.Stack
	source string // as it is shown
	// server lists the names of the secrets on the server that the stack is on; nil for one of a file.
	server func() map[string]bool
}

func (r *invocation) importZenML(f importFlags, argument string) error {
	i := &importing{invocation: r, flags: f, argument: argument}
	if err := i.open(); err != nil {
		return err
	}
	from, err := i.read()
	if err != nil {
		return err
	}
	if err := i.name(from); err != nil {
		return err
	}
	to, err := i.aim(from.stack.Name)
	if err != nil {
		return err
	}
	d, err := i.draft(from, to)
	if err != nil {
		return err
	}
	return i.carryOut(d)
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
	return i.userProblem(i.planning.world)
}

// name gives the stack the name of the flag, or sees to it that it has one.
func (i *importing) name(from origin) error {
	if i.flags.name != "" {
		from.stack.Name = cty.NormalizeString(i.flags.name) // as all text in HCL is
	}
	switch name := from.stack.Name; {
	case strings.TrimSpace(name) == "":
		return usageError("the stack in %s has no name: give it one, --name STACK", from.source)
	case strings.ContainsFunc(name, unicode.IsControl):
		return usageError("the stack's name %q has a control character", name)
	case len(resolve.FindReferences(name)) > 0:
		return usageError("the stack's name %q holds a reference, and names are needed before any secret is read: give it another "+
			"one, --name STACK", name)
	}
	return nil
}

// carryOut refuses what is not to be written, writes the rest, and says so.
func (i *importing) carryOut(d *draft) error {
	if err := i.verify(d); err != nil {
		return err
	}
	if err := i.insist(d); err != nil {
		return err
	}
	report, err := i.openListResults(i.flags.formats, viewFlags{}, i.planning.workingDir)
	if err != nil {
		return err
	}
	if err := i.write(d.to, d.text); err != nil {
		return err
	}
	return i.conclude(d, report)
}

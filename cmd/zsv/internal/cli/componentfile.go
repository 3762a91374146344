package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/hcledit"
	"github.com/zsv-dev/zsv/internal/hclfmt"
	"github.com/zsv-dev/zsv/internal/project"
)

// componentsFile is where components go if it is there.
const componentsFile = "components.zsv.hcl"

// chooseFile returns the name of the file that the component goes to.
func (a *addition) chooseFile() (string, error) {
	if a.command.Flags().Changed("file") {
		return a.namedFile()
	}
	native := slices.DeleteFunc(a.before.cfg.Files(), func(name string) bool { return !config.IsNativeFile(name) })
	if len(native) == 0 {
		return "", usageError("the configuration is in JSON, to which zsv does not add. Name a new file, --file %s: both "+
			"syntaxes may stand side by side", componentsFile)
	}
	if slices.Contains(native, componentsFile) {
		return componentsFile, nil
	}
	count := map[string]int{}
	for _, c := range a.before.cfg.Components {
		count[c.DeclRange.Filename]++
	}
	chosen := native[0]
	if slices.Contains(native, starterFile) {
		chosen = starterFile
	}
	for _, name := range native {
		if count[name] > count[chosen] {
			chosen = name
		}
	}
	return chosen, nil
}

// namedFile returns the file of --file, which is one of the configuration or becomes one.
func (a *addition) namedFile() (string, error) {
	name := filepath.Base(a.flags.file)
	switch {
	case filepath.Dir(project.Absolute(a.planning.workingDir, a.flags.file)) != filepath.Clean(a.planning.workingDir):
		return "", usageError("--file %s is in another directory, and so no part of this configuration: name a file here, or "+
			"the other directory with --chdir", a.flags.file)
	case !config.IsConfigFile(name) || !config.IsNativeFile(name):
		return "", usageError("--file %s is no file of a configuration in HCL: its name ends in .zsv.hcl, and does not begin with "+
			"a dot", a.flags.file)
	}
	return name, nil
}

// change has a file edited, on top of earlier changes. One that was in its layout is so afterwards, too.
func (a *addition) change(name string, edit func(src []byte) ([]byte, error)) error {
	i := slices.IndexFunc(a.changes, func(c fileChange) bool { return c.name == name })
	if i < 0 {
		before, err := a.read(name)
		if err != nil {
			return err
		}
		i = len(a.changes)
		a.changes = append(a.changes, fileChange{name: name, before: before, after: before})
	}
	change := &a.changes[i]
	after, err := edit(change.after)
	if err != nil {
		return err
	}
	if formatted, err := hclfmt.Format(change.after); err == nil && bytes.Equal(formatted, change.after) {
		if formatted, err = hclfmt.Format(after); err == nil {
			after = formatted
		}
	}
	change.after = after
	return nil
}

// read returns the bytes of a file; nil where it does not exist.
func (a *addition) read(name string) ([]byte, error) {
	path, err := a.pathOf(name)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	src, diags := config.ReadNative("", path)
	if len(diags) > 0 {
		return nil, ioError(diags[0].Summary, errors.New(diags[0].Detail))
	}
	return append([]byte{}, src...), nil // not nil where it is empty
}

// pathOf returns the path of a file without links, which do not lead out of the project.
func (a *addition) pathOf(name string) (string, error) {
	path := filepath.Join(a.planning.workingDir, name)
	err := staysInside(path, a.planning.workingDir)
	if real, linkErr := filepath.EvalSymlinks(path); linkErr == nil {
		path = real
	}
	if err != nil {
		return "", ioError("Cannot write the file", fmt.Errorf("nothing was written: %q: %w", name, err))
	}
	return path, nil
}

// addToStack puts the component into the list of a stack.
func (a *addition) addToStack(name string) error {
	i := slices.IndexFunc(a.before.cfg.Stacks, func(s config.Stack) bool { return s.Name == name })
	stack := a.before.cfg.Stacks[i]
	file := stack.DeclRange.Filename
	if !config.IsNativeFile(file) {
		return a.byHand(name, fmt.Sprintf("The stack %q is in JSON, at %s:%d", name, file, stack.DeclRange.Start.Line))
	}
	list := hcledit.List{Block: "stack", Labels: []string{name}, Argument: "components"}
	err := a.change(file, func(src []byte) ([]byte, error) { return hcledit.AddTo(src, list, a.address.String()) })
	var computed *hcledit.NotAListError
	if errors.As(err, &computed) {
		return a.byHand(name, fmt.Sprintf("The components of the stack %q are not a list that is written out, in %s", name, file))
	}
	if err != nil {
		return usageError("%s cannot be changed, so nothing was written: %w", file, err)
	}
	return nil
}

// byHand says what to do where zsv cannot add to a stack.
func (a *addition) byHand(stack, why string) error {
	return usageError("%s, so zsv cannot add to them, and nothing was written. Add the component without --stack %s, and write "+
		"%s into the stack's components by hand", why, stack, a.address)
}

// stacksWithFiles names the stacks that the component went to, with their files: `the stack "prod" in stacks.zsv.hcl`.
func (a *addition) stacksWithFiles() string {
	parts := make([]string, len(a.flags.stacks))
	for i, name := range a.flags.stacks {
		for _, stack := range a.before.cfg.Stacks {
			if stack.Name == name {
				parts[i] = view.Plain(fmt.Sprintf("the stack %q in %s", name, stack.DeclRange.Filename))
			}
		}
	}
	return enumerated(parts)
}

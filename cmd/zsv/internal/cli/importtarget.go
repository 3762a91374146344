package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/rewrite"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
)

// A target is the file that the stack goes to.
type target struct {
	dir    string // of the configuration, relative to where zsv was started
	file   string // within it
	name   string // as it is shown
	path   string // absolute
	stdout bool   // it is written to standard output instead
	before []byte // what the file has; nil where it is not there
}

// aim decides on the file for a stack.
func (i *importing) aim(stack string) (t target, err error) {
	out := i.flags.out
	t.stdout = out == "-"
	if out == "" || t.stdout {
		out = "."
	}
	path := project.Absolute(i.planning.workingDir, out)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, fileNameFor(stack))
	}
	t.file, t.path = filepath.Base(path), path
	t.dir = relative(i.planning.workingDir, filepath.Dir(path))
	t.name = filepath.ToSlash(filepath.Join(t.dir, t.file))
	switch info, err := os.Stat(filepath.Dir(path)); {
	case !config.IsConfigFile(t.file) || !config.IsNativeFile(t.file):
		return t, usageError("--out %s is neither a directory that is there, nor a file of a configuration in HCL, whose name ends "+
			"in .zsv.hcl and does not begin with a dot", i.flags.out)
	case err != nil || !info.IsDir():
		return t, usageError("--out %s: there is no directory %q", i.flags.out, t.dir)
	case t.stdout:
		return t, nil
	}
	return t, i.guard(&t)
}

// fileNameFor returns a name for the file of a stack, in which nothing stands that systems or shells would act upon.
func fileNameFor(stack string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_.-", r) {
			return r
		}
		return '_'
	}, stack)
	const most = 100
	if plain = strings.TrimLeft(plain, ".-"); plain == "" || len(plain) > most {
		plain = "stack"
	}
	return plain + ".zsv.hcl"
}

// guard sees to it that nothing is overwritten that is not to be.
func (i *importing) guard(t *target) error {
	if err := staysInside(t.path, i.planning.workingDir); err != nil {
		return t.cannotWrite(err)
	}
	if err := i.spareStores(t); err != nil {
		return err
	}
	info, err := os.Lstat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return t.cannotWrite(err)
	case !info.Mode().IsRegular():
		return usageError("%q is there already, and is no regular file, so nothing was written. Name another one with --out", t.name)
	case !i.flags.force:
		return usageError("there is a file %q already, so nothing was written. Name another one with --out, or replace it with "+
			"--force", t.name)
	}
	if t.before, err = os.ReadFile(t.path); err != nil {
		return t.cannotWrite(err)
	}
	t.before = append([]byte{}, t.before...) // not nil where it is empty
	return nil
}

// spareStores refuses a file that lies in a store: of the configuration that it is for, or of the one in the directory that zsv
// was started in.
func (i *importing) spareStores(t *target) error {
	for _, dir := range []string{t.dir, "."} {
		i.plan(dir, planning{world: i.planning.world, static: true})
	}
	for _, keeper := range i.belongings.keepers {
		if keeper.Keeps(t.path) {
			return usageError("%q is in the secret store of %s, so nothing was written. Name another file with --out", t.name,
				keeper.Block)
		}
	}
	return nil
}

func (t *target) cannotWrite(err error) error {
	return ioError("Cannot write the file", fmt.Errorf("nothing was written: %q: %w", t.name, fileerror.Reason(err)))
}

// write writes the file, or standard output.
func (i *importing) write(t target, text []byte) error {
	if t.stdout {
		if _, err := i.Stdout.Write(text); err != nil {
			return cannotWrite(err)
		}
		return nil
	}
	over := i.underWay(func() {})
	defer over()
	var problem *rewrite.Problem
	err := rewrite.Apply(rewrite.Change{Path: t.path, Before: t.before, After: text})
	if errors.As(err, &problem) {
		return t.cannotWrite(problem.Err)
	}
	return err
}

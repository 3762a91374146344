package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// read reads the stack from where the argument says it is.
func (i *importing) read() (origin, error) {
	file, err := i.openFile()
	switch {
	case err != nil && errors.Is(err, fs.ErrNotExist):
		return i.readServer(err)
	case err != nil:
		return origin{}, unreadable(i.argument, err)
	}
	defer file.Close() // it was only read
	from := origin{source: "standard input"}
	if i.argument != "-" {
		from.source = filepath.ToSlash(filepath.Clean(i.argument))
	}
	text, err := io.ReadAll(io.LimitReader(file, stackfile.MaxSize+1))
	if err != nil {
		return from, unreadable(from.source, err)
	}
	from.stack, err = stackfile.Parse(text)
	return from, from.readable(err)
}

// stackFileExtensions are those of files that hold stacks.
var stackFileExtensions = []string{".yaml", ".yml", ".json"}

// looksLikeFile says that the argument is written as files are, not as names of stacks. A name may be written so as well.
func looksLikeFile(argument string) bool {
	return strings.ContainsAny(argument, `/\`) || slices.Contains(stackFileExtensions, strings.ToLower(filepath.Ext(argument)))
}

// openFile opens the file that the argument names, or standard input. Where there is none the error is fs.ErrNotExist: the
// argument is the name of a stack on the server, then.
func (i *importing) openFile() (io.ReadCloser, error) {
	if i.argument == "-" {
		return io.NopCloser(i.Stdin), nil
	}
	path := project.Absolute(i.planning.workingDir, i.argument)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, syscall.ENOTDIR),
		err == nil && info.IsDir() && !looksLikeFile(i.argument):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	i.belongings.inputs = append(i.belongings.inputs, path)
	return file, nil
}

func unreadable(source string, err error) error {
	return ioError("Cannot read the stack", fmt.Errorf("cannot read %q: %w", source, fileerror.Reason(err)))
}

// readable says what is wrong with a text that is no stack, all of it.
func (o origin) readable(err error) error {
	var problems stackfile.Problems
	if !errors.As(err, &problems) {
		return err
	}
	f := &failure{rule: config.RuleSyntax, summary: "Not a stack of ZenML",
		err:    fmt.Errorf("no stack can be read from %s", o.source),
		advice: "Nothing was written."}
	for _, p := range problems {
		f.items = append(f.items, o.place(p.Place)+p.Detail)
		f.causes = append(f.causes, resolve.NewDiagnostic(config.Diagnostic{Severity: config.Error, Rule: config.RuleSyntax,
			Summary: f.summary, Detail: p.Detail, Range: o.rangeOf(p.Place)}, "."))
	}
	return f
}

// place returns a place of the stack for the beginning of a line; "" where there is none.
func (o origin) place(at stackfile.Place) string {
	if at.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d: ", o.source, at.Line, at.Column)
}

func (o origin) rangeOf(at stackfile.Place) *hcl.Range {
	if at.Line == 0 {
		return nil
	}
	pos := hcl.Pos{Line: at.Line, Column: at.Column}
	return &hcl.Range{Filename: o.source, Start: pos, End: pos}
}

func (o origin) shownPlace(at stackfile.Place) view.ImportedPlace {
	if at.Line == 0 {
		return view.ImportedPlace{}
	}
	return view.ImportedPlace{File: o.source, Line: at.Line, Column: at.Column}
}

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// read reads the stack from where the argument says it is.
func (i *importing) read() error {
	if !i.isFile() {
		return i.readServer()
	}
	text, err := i.readText()
	if err != nil {
		return err
	}
	i.stack, err = stackfile.Parse(text)
	var problems stackfile.Problems
	if errors.As(err, &problems) {
		return i.notAStack(problems)
	}
	return err
}

// stackFileExtensions are those of files that hold stacks. What has another one is a file if it is there.
var stackFileExtensions = []string{".yaml", ".yml", ".json"}

// isFile says that the argument is no name of a stack.
func (i *importing) isFile() bool {
	if i.argument == "-" || slices.Contains(stackFileExtensions, strings.ToLower(filepath.Ext(i.argument))) {
		return true
	}
	info, err := os.Stat(project.Absolute(i.planning.workingDir, i.argument))
	return strings.ContainsAny(i.argument, `/\`) || err == nil && !info.IsDir()
}

// readText reads a file or standard input, no more of it than a stack may have.
func (i *importing) readText() ([]byte, error) {
	from := i.Stdin
	i.source = "standard input"
	if i.argument != "-" {
		i.source = filepath.ToSlash(filepath.Clean(i.argument))
		path := project.Absolute(i.planning.workingDir, i.argument)
		file, err := os.Open(path)
		if err != nil {
			return nil, i.unreadable(err)
		}
		defer file.Close() //nolint:errcheck // it was only read
		i.belongings.inputs = append(i.belongings.inputs, path)
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, stackfile.MaxSize+1))
	if err != nil {
		return nil, i.unreadable(err)
	}
	return text, nil
}

func (i *importing) unreadable(err error) error {
	return ioError("Cannot read the stack", fmt.Errorf("cannot read %q: %w", i.source, fileerror.Reason(err)))
}

// notAStack says what is wrong with a text, all of it.
func (i *importing) notAStack(problems stackfile.Problems) error {
	f := &failure{rule: config.RuleSyntax, summary: "Not a stack of ZenML",
		err:    fmt.Errorf("no stack can be read from %s", i.source),
		advice: "Nothing was written."}
	for _, p := range problems {
		f.items = append(f.items, i.place(p.Place)+p.Detail)
		f.causes = append(f.causes, resolve.NewDiagnostic(config.Diagnostic{Severity: config.Error, Rule: config.RuleSyntax,
			Summary: f.summary, Detail: p.Detail, Range: i.rangeOf(p.Place)}, "."))
	}
	return f
}

// place returns a place of the stack for the beginning of a line; "" where there is none.
func (i *importing) place(at stackfile.Place) string {
	if at.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d: ", i.source, at.Line, at.Column)
}

func (i *importing) rangeOf(at stackfile.Place) *hcl.Range {
	if at.Line == 0 {
		return nil
	}
	pos := hcl.Pos{Line: at.Line, Column: at.Column}
	return &hcl.Range{Filename: i.source, Start: pos, End: pos}
}

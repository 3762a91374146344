package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/rewrite"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/hclfmt"
	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// A source is one file that is to be formatted.
type source struct {
	name          string // as it is shown
	path          string // absolute, without links
	before, after []byte
	problems      []resolve.Diagnostic // that keep it as it is
	link          bool                 // the name is that of a link
	virtual       bool                 // it is standard input, and cannot be written
}

func (s *source) changes() bool { return string(s.before) != string(s.after) }

// formatAll reads and formats files, on all processors.
func formatAll(sources []*source) {
	parallel.Each(len(sources), runtime.GOMAXPROCS(0), func(i int) {
		if s := sources[i]; len(s.problems) == 0 && s.read() {
			s.format()
		}
	})
}

func (s *source) read() bool {
	var diags config.Diagnostics
	s.before, diags = config.ReadNative("", s.path)
	for _, d := range diags {
		if d.Range != nil {
			d.Range.Filename = s.name
		} else {
			d.Detail = strings.ReplaceAll(d.Detail, filepath.ToSlash(s.path), s.name)
		}
		s.problems = append(s.problems, resolve.NewDiagnostic(d, "."))
	}
	return len(diags) == 0
}

func (s *source) format() {
	if diags := config.Syntax(s.before, s.name); len(diags) > 0 {
		s.problems = resolve.Located(diags, ".", func(string) []byte { return s.before })
		return
	}
	var err error
	s.after, err = hclfmt.Format(s.before)
	if err == nil && s.changes() && len(config.Syntax(s.after, s.name)) > 0 { // what was within the limits is not any more
		err = hclfmt.ErrSize
	}
	switch {
	case errors.Is(err, hclfmt.ErrSize):
		err = fmt.Errorf("%w; shorten it, or put a blank line above and below it", err)
	case err != nil:
		err = fmt.Errorf("%w; please report this, it is a bug of zsv", err)
	default:
		return
	}
	s.problems = append(s.problems, ioProblem("Cannot format the file", s.name, err))
}

// write puts the file in its layout in the place of the one that was read. An error wraps what kept it from that.
func (s *source) write() error {
	if s.virtual {
		return nil
	}
	return rewrite.Apply(rewrite.Change{Path: s.path, Before: s.before, After: s.after})
}

// ioProblem is a diagnostic about a file that cannot be used.
func ioProblem(summary, name string, err error) resolve.Diagnostic {
	return resolve.NewDiagnostic(config.Diagnostic{Severity: config.Error, Rule: config.RuleIO, Summary: summary,
		Detail: fmt.Sprintf("%q: %s", name, ended(fileerror.Reason(err).Error()))}, ".")
}

// sources returns the files that the arguments name, each once. What one of them cannot be formatted for is its problem; an
// argument that cannot be meant is an error.
func (f *formatting) sources(args []string) ([]*source, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	var all []*source
	for _, arg := range args {
		found, err := f.argument(arg)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	all = once(all)
	if len(all) == 0 && len(f.problems) == 0 {
		return nil, f.nothingIn(args)
	}
	return all, nil
}

func (f *formatting) nothingIn(args []string) error {
	where := strings.Join(args, ", ")
	if where == "." {
		where = "this directory"
	}
	if f.flags.recursive {
		return usageError("there is no *.zsv.hcl or *.zsvars file in %s or below", where)
	}
	return usageError("there is no *.zsv.hcl or *.zsvars file in %s: name the directory that has some; zsv fmt --recursive "+
		"takes all directories below", where)
}

// once leaves each file in once: by its own name, where it has that beside the names of links.
func once(sources []*source) []*source {
	var kept []*source
	known := map[string]int{}
	for _, s := range sources {
		i, again := known[s.path]
		switch {
		case again && kept[i].link && !s.link:
			kept[i] = s
		case !again || s.path == "":
			known[s.path] = len(kept)
			kept = append(kept, s)
		}
	}
	return kept
}

// argument returns the files that one argument names.
func (f *formatting) argument(arg string) ([]*source, error) {
	info, err := os.Stat(project.Absolute(f.workingDir, arg))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usageError("there is no file or directory %q", arg)
	case err != nil:
		return nil, ioError("Cannot read the file", fmt.Errorf("cannot read %q: %w", arg, fileerror.Reason(err)))
	case info.IsDir():
		return f.directory(arg)
	case strings.HasSuffix(arg, ".json"):
		return nil, usageError("%q is JSON, which zsv fmt leaves to tools for JSON", arg)
	case !config.IsNativeFile(arg) && filepath.Ext(arg) != ".hcl":
		return nil, usageError("%q is no file of HCL by its name: zsv fmt takes *.zsv.hcl, *.zsvars and *.hcl", arg)
	}
	return []*source{f.source(filepath.ToSlash(filepath.Clean(arg)))}, nil
}

func (f *formatting) directory(dir string) ([]*source, error) {
	names, err := config.NativeFiles(f.workingDir, dir, f.flags.recursive)
	if err != nil {
		f.problems = append(f.problems, resolve.NewDiagnostic(config.Diagnostic{Severity: config.Error, Rule: config.RuleIO,
			Summary: "Cannot read the directory", Detail: ended(strings.ReplaceAll(err.Error(), "\n", "; "))}, "."))
	}
	sources := make([]*source, len(names))
	for i, name := range names {
		sources[i] = f.source(name)
	}
	return sources, nil
}

// source finds the file behind a name. A link out of the project is not followed: a pull request can put one in the place of
// a file, to have one of the user's overwritten.
func (f *formatting) source(name string) *source {
	s := &source{name: name}
	path := project.Absolute(f.workingDir, filepath.FromSlash(name))
	err := staysInside(path, f.workingDir)
	if err == nil {
		s.path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		s.problems = append(s.problems, ioProblem("Cannot format the file", name, err))
	}
	info, err := os.Lstat(path)
	s.link = err == nil && info.Mode()&fs.ModeSymlink != 0
	return s
}

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// An output is one --format F[=FILE].
type output struct {
	format view.Format
	file   string // as the user named it; empty: stdout
	path   string // absolute
	to     io.Writer
	close  func() error
}

// results are where a command writes what it has to say, and how.
type results struct {
	outputs []output
	options view.Options
}

// openResults opens the outputs of a command that has planned.
func (r *invocation) openResults(formats []string, flags viewFlags, workingDir string) (to results, err error) {
	if to.options, err = r.viewOptions(flags, workingDir); err != nil {
		return to, err
	}
	to.outputs, err = r.openOutputs(formats, workingDir)
	return to, err
}

// openOutputs reads --format and opens the files: before anything is checked, and after the configurations are planned, which
// have files that are spared. No file is opened where one must not be.
func (r *invocation) openOutputs(texts []string, workingDir string) ([]output, error) {
	if len(texts) == 0 {
		texts = []string{"text"}
	}
	return r.openOutputsOf(view.Find, texts, workingDir)
}

// openOutputsOf is openOutputs for the formats that find knows.
func (r *invocation) openOutputsOf(find formatFinder, texts []string, workingDir string) ([]output, error) {
	outputs := make([]output, len(texts))
	for i, text := range texts {
		var err error
		if outputs[i], err = parseOutput(find, text, workingDir); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(outputs[:i], outputs[i].isSame) {
			return nil, outputs[i].taken()
		}
		if err := r.mayOpen(&outputs[i]); err != nil {
			return nil, err
		}
	}
	for i := range outputs {
		if err := r.open(&outputs[i]); err != nil {
			return nil, errors.Join(err, closeAll(outputs[:i]))
		}
		if slices.ContainsFunc(outputs[:i], outputs[i].isSame) { // by links, now that it is there
			return nil, errors.Join(outputs[i].taken(), closeAll(outputs[:i+1]))
		}
	}
	return outputs, nil
}

// A formatFinder returns the format of a name. The error names those that there are.
type formatFinder func(name string) (view.Format, error)

func parseOutput(find formatFinder, text, workingDir string) (output, error) {
	name, file, hasFile := strings.Cut(text, "=")
	format, err := find(name)
	switch {
	case err != nil:
		return output{}, usageError("%w", err)
	case hasFile && file == "":
		return output{}, usageError("--format %s names no file: write --format %s=FILE, or --format %s for stdout", text, name, name)
	case config.IsConfigFile(file) || config.IsVariableFile(file):
		return output{}, usageError("--format %s would make a configuration file of the report, or overwrite one: give it "+
			"another name, such as report.%s", text, name)
	}
	o := output{format: format, file: file, close: func() error { return nil }}
	if hasFile {
		o.path = project.Absolute(workingDir, file)
	}
	return o, nil
}

// isSame says whether two outputs go to the same place.
func (o *output) isSame(other output) bool {
	if o.path == other.path {
		return true
	}
	one, err := os.Stat(o.path)
	another, otherErr := os.Stat(other.path)
	return err == nil && otherErr == nil && os.SameFile(one, another)
}

func (o *output) taken() error {
	if o.file == "" {
		return usageError("two formats for standard output: give one of them a file, --format %s=FILE", o.format.Name)
	}
	return usageError("two formats for the file %q: give each a file of its own", o.file)
}

// mayOpen says that a file must not be overwritten.
func (r *invocation) mayOpen(o *output) error {
	if o.file == "" {
		return nil
	}
	return r.spare(o.path, "--format "+o.format.Name+"="+o.file, "report."+o.format.Name)
}

func (r *invocation) open(o *output) error {
	if o.file == "" {
		o.to = r.Stdout
		return nil
	}
	file, err := r.createInside(o.path)
	if err != nil {
		return ioError("Cannot write the report", fmt.Errorf("cannot write the report to %q: %w", o.file, fileerror.Reason(err)))
	}
	o.to, o.close = file, file.Close
	return nil
}

// errLeadsOut refuses a file of the project that is a link out of it: a pull request can put one in the place of a report,
// to have a file of the user's overwritten.
var errLeadsOut = errors.New("it is, or lies behind, a link that leads out of the project, or nowhere; remove the link, or " +
	"name the file itself")

// createInside creates a file, or empties the one there is. The way there may lead through links of the user's, but not
// through one in a project that leads out of it.
func (r *invocation) createInside(path string) (*os.File, error) {
	workingDir, err := r.workingDir()
	if err != nil {
		return nil, err
	}
	if err := staysInside(path, workingDir); err != nil {
		return nil, err
	}
	return os.Create(path)
}

// staysInside says that the way to a file leads out of the project through a link in it.
func staysInside(path, workingDir string) error {
	for at := path; at != filepath.Dir(at) && !below(workingDir, at); at = filepath.Dir(at) {
		if leadsOut(at) && (at == path || inGit(filepath.Dir(at))) {
			return errLeadsOut
		}
	}
	return nil
}

// leadsOut says whether a path is a link out of the project that it lies in, or a broken one.
func leadsOut(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		return false
	}
	target, err := filepath.EvalSymlinks(path)
	return err != nil || !below(target, project.WithoutLinks(project.Root(filepath.Dir(path))))
}

func inGit(dir string) bool {
	_, ok := project.GitTop(dir)
	return ok
}

// below says whether a path is dir or lies below it.
func below(path, dir string) bool {
	relative, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(relative)
}

func closeAll(outputs []output) error {
	var all error
	for _, o := range outputs {
		all = errors.Join(all, o.close())
	}
	return all
}

// write renders a report to all outputs.
func (r *invocation) write(outputs []output, report *resolve.Report, options view.Options) error {
	var all error
	for _, o := range outputs {
		own := options
		own.Color, own.Width = false, 0
		if o.file == "" {
			own.Color, own.Width = options.Color, options.Width
		}
		err := o.format.Write(o.to, report, own)
		if err = errors.Join(err, o.close()); err != nil {
			all = errors.Join(all, ioError("Cannot write the report", fmt.Errorf("cannot write the report: %w", fileerror.Reason(err))))
		}
	}
	return all
}

// requestedOutputs finds the outputs in the raw arguments, for errors that come before they are parsed: of several for
// one place the first.
func (r *invocation) requestedOutputs() []output {
	workingDir := r.requestedDir()
	var outputs []output
	for _, text := range flagValues(r.Args, "format") {
		o, err := parseOutput(view.Find, text, workingDir)
		if err == nil && !slices.ContainsFunc(outputs, o.isSame) {
			outputs = append(outputs, o)
		}
	}
	return outputs
}

// requestedDir finds the directory to which paths are relative in the raw arguments.
func (r *invocation) requestedDir() string {
	workingDir := r.Dir
	for _, dir := range flagValues(r.Args, "chdir") {
		workingDir = project.Absolute(r.Dir, dir)
	}
	return workingDir
}

// flagValues returns the values of a flag in raw arguments.
func flagValues(args []string, name string) []string {
	var values []string
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			values = append(values, value)
		} else if arg == "--"+name && i+1 < len(args) {
			values = append(values, args[i+1])
		}
	}
	return values
}

var colorModes = []string{"auto", "always", "never"}

// viewFlags are the flags that say how reports are rendered.
type viewFlags struct{ verbose, allowUnverified bool }

// viewOptions says how reports are rendered.
func (r *invocation) viewOptions(flags viewFlags, workingDir string) (view.Options, error) {
	color, err := r.color()
	return view.Options{
		Color: color, Verbose: flags.verbose, Width: r.StdoutTerminal.Width, AllowUnverified: flags.allowUnverified,
		CodeHostPath: codeHostPath(workingDir),
	}, err
}

// color decides on colour for standard output.
func (r *invocation) color() (bool, error) { return r.colorOn(r.StdoutTerminal) }

// colorOn decides on colour: --color, else NO_COLOR (https://no-color.org), else whether the stream is a terminal.
func (r *invocation) colorOn(stream terminal.Terminal) (bool, error) {
	switch r.global.color {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		return stream.Is && r.getenv("NO_COLOR") == "" && r.getenv("TERM") != "dumb", nil
	}
	return false, usageError("--color takes %s, not %q", suggest.OneOf(colorModes), r.global.color)
}

// codeHostPath maps a path of the report to one relative to the git top level, where there is one.
func codeHostPath(workingDir string) func(string) string {
	top, ok := project.GitTop(workingDir)
	if !ok {
		return nil
	}
	return func(file string) string {
		relative, err := filepath.Rel(top, project.Absolute(project.WithoutLinks(workingDir), filepath.FromSlash(file)))
		if err != nil {
			return file
		}
		return filepath.ToSlash(relative)
	}
}

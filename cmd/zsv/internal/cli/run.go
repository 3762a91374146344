package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// A run is one run of zsv: the process and the flags that all commands share.
type run struct {
	*Process
	global globalFlags
	code   int
}

// globalFlags are the flags that every command takes.
type globalFlags struct {
	chdir    string
	vars     []string
	varFiles []string
	color    string
	logLevel string
}

func newRun(p *Process) *run { return &run{Process: p} }

// main runs the command. Commands set r.code; an error that they return is one of usage or of input and output.
func (r *run) main() int {
	root := r.rootCommand()
	root.SetArgs(r.Args)
	root.SetIn(r.Stdin)
	root.SetOut(r.Stdout)
	root.SetErr(r.Stderr)
	if err := root.Execute(); err != nil {
		return r.fail(err)
	}
	return r.code
}

// A failure is an error that ends a run before there is a report: wrong usage, or failed input or output.
type failure struct {
	rule    config.Rule
	summary string
	err     error
}

func (f *failure) Error() string { return f.err.Error() }

func (f *failure) Unwrap() error { return f.err }

func usageError(format string, args ...any) error {
	return &failure{rule: config.RuleUsage, summary: "Wrong usage", err: fmt.Errorf(format, args...)}
}

func ioError(summary string, err error) error {
	return &failure{rule: config.RuleIO, summary: summary, err: err}
}

// fail reports an error in the format that the command line asks for, so that a program which reads JSON reads JSON.
func (r *run) fail(err error) int {
	f := &failure{rule: config.RuleUsage, summary: "Wrong usage", err: err}
	_ = errors.As(err, &f)
	diagnostic := config.Diagnostic{Severity: config.Error, Rule: f.rule, Summary: f.summary, Detail: sentence(err.Error())}
	format := requestedFormat(r.Args)
	if format.Name == "text" {
		_, _ = fmt.Fprintf(r.Stderr, "Error: %s\n", view.Plain(diagnostic.Detail))
		return exitError
	}
	report := resolve.Failed(r.Build.version(), resolve.NewDiagnostic(diagnostic, "."))
	if err := format.Write(r.Stdout, report, view.Options{}); err != nil {
		_, _ = fmt.Fprintf(r.Stderr, "Error: %s\n", view.Plain(sentence(err.Error())))
	}
	return exitError
}

// sentence makes a sentence of an error's text.
func sentence(text string) string {
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "."
}

// workingDir is the directory to which all paths are relative: --chdir acts as if zsv had been started there.
func (r *run) workingDir() (string, error) {
	if r.DirError != nil {
		return "", ioError("No working directory", fmt.Errorf("the working directory cannot be told: %w", r.DirError))
	}
	dir := r.Dir
	if r.global.chdir != "" {
		dir = absolute(dir, r.global.chdir)
	}
	return dir, nil
}

func absolute(base, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(base, name)
}

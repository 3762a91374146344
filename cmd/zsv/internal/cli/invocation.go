package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// An invocation is one run of zsv: the process and the flags that all commands share.
type invocation struct {
	*Process
	global     globalFlags
	command    *cobra.Command // that runs; nil as long as none does
	code       int
	recipients recipients
	belongings belongings
	opened     opened
	interrupts interrupts
	typing     typing
	scratch    scratch
	// abandoned is closed when the user does not want to wait for a report any more.
	abandoned chan struct{}
	// ended is closed when the exit code is known.
	ended chan struct{}
}

// globalFlags are the flags that every command takes.
type globalFlags struct {
	chdir    string
	vars     []string
	varFiles []string
	color    string
	logLevel string
}

// registers says whether the command is one that registers what is missing.
func (r *invocation) registers() bool {
	return r.command != nil && slices.Contains([]string{"apply", "register-secrets"}, r.command.Name())
}

func newInvocation(p *Process) *invocation {
	return &invocation{Process: p, abandoned: make(chan struct{}), ended: make(chan struct{})}
}

// main runs the command. Commands set r.code; an error that they return is one of usage or of input and output.
func (r *invocation) main() int {
	root := r.rootCommand()
	root.SetArgs(keysAsSettings(root, r.Args))
	root.SetIn(r.Stdin)
	root.SetOut(r.Stdout)
	root.SetErr(r.Stderr)
	cmd, err := root.ExecuteC()
	switch {
	case err == nil:
		return r.code
	case cmd.Annotations[stdoutIsTaken] != "":
		return r.fail(err, nil)
	}
	return r.fail(err, r.requestedOutputs())
}

// A failure is an error that ends a run before there is a report: wrong usage, failed input or output, or what became of a
// command on one secret.
type failure struct {
	rule    config.Rule
	summary string
	err     error
	code    int              // of the exit; 0 is exitError
	reason  providers.Reason // may be empty
	causes  []resolve.Diagnostic
	// items are phrases, or sentences, that list what err says, and advice the sentences behind them; both may be empty.
	items  []string
	advice string
}

func (f *failure) Error() string {
	if len(f.items) == 0 {
		return f.err.Error()
	}
	phrases := make([]string, len(f.items))
	for i, item := range f.items {
		phrases[i] = strings.TrimSuffix(item, ".")
	}
	return strings.TrimSpace(f.err.Error() + ": " + strings.Join(phrases, "; ") + ". " + f.advice)
}

func (f *failure) Unwrap() error { return f.err }

func usageError(format string, args ...any) error {
	return &failure{rule: config.RuleUsage, summary: "Wrong usage", err: fmt.Errorf(format, args...)}
}

func ioError(summary string, err error) error {
	return &failure{rule: config.RuleIO, summary: summary, err: err}
}

// stdoutIsTaken annotates a command that leaves standard output to another program.
const stdoutIsTaken = "stdout is taken"

// fail reports an error in the formats that the command line asks for, so that a program which reads JSON reads JSON.
func (r *invocation) fail(err error, outputs []output) int {
	if errors.Is(err, terminal.ErrInterrupted) {
		return exitInterrupted
	}
	report := r.failed(err)[0]
	inReport := false
	for _, o := range outputs {
		if o.file != "" {
			r.writeFailure(o, report)
		} else if o.format.Name != "text" {
			inReport = o.format.Write(r.Stdout, report, view.Options{}) == nil
		}
	}
	if !inReport {
		r.tellFailure(err)
	}
	var f *failure
	if errors.As(err, &f) {
		return cmp.Or(f.code, exitError)
	}
	return exitError
}

// tellFailure tells people what an error says: a list in lines.
func (r *invocation) tellFailure(err error) {
	var f *failure
	if !errors.As(err, &f) || len(f.items) == 0 {
		r.tellLine("Error: %s", sentence(err.Error()))
		return
	}
	r.tellLine("Error: %s:", strings.TrimSuffix(sentence(f.err.Error()), "."))
	for _, item := range f.items {
		r.tellLine("  - %s", item)
	}
	r.tellLine("%s", f.advice)
}

// failed returns the report of an error, or none where there is no error.
func (r *invocation) failed(err error) []*resolve.Report {
	if err == nil {
		return nil
	}
	f := &failure{rule: config.RuleUsage, summary: "Wrong usage", err: err}
	_ = errors.As(err, &f)
	diagnostic := config.Diagnostic{Severity: config.Error, Rule: f.rule, Summary: f.summary, Detail: sentence(err.Error())}
	reported := resolve.NewDiagnostic(diagnostic, ".")
	reported.Reason = f.reason
	return []*resolve.Report{resolve.Failed(r.Build.version(), append([]resolve.Diagnostic{reported}, f.causes...)...)}
}

// writeFailure writes the report of a failure to a file. Where that fails too, standard error has the first failure, which
// matters more.
func (r *invocation) writeFailure(o output, report *resolve.Report) {
	for _, file := range flagValues(r.Args, "out") { // which may hold an earlier plan
		r.belongings.inputs = append(r.belongings.inputs, project.Absolute(r.requestedDir(), file))
	}
	if r.mayOpen(&o) == nil && r.open(&o) == nil {
		_ = errors.Join(o.format.Write(o.to, report, view.Options{}), o.close())
	}
}

// sentence makes a sentence of an error's text.
func sentence(text string) string {
	if text == "" {
		return text
	}
	return ended(strings.ToUpper(text[:1]) + text[1:])
}

// ended returns the end of a sentence, with its full stop.
func ended(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "."
}

// workingDir is the directory to which all paths are relative: --chdir acts as if zsv had been started there.
func (r *invocation) workingDir() (string, error) {
	if r.DirError != nil {
		return "", ioError("No working directory", fmt.Errorf("the working directory cannot be told: %w", r.DirError))
	}
	dir := r.Dir
	if r.global.chdir != "" {
		dir = project.Absolute(dir, r.global.chdir)
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return "", usageError("--chdir %s: there is no such directory", r.global.chdir)
		}
	}
	return dir, nil
}

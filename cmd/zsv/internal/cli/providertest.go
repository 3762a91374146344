package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/conformance"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/internal/argument"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// providerCommand is the parent of what is for the authors of providers.
func (r *invocation) providerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "provider",
		Short: "Judge a provider of your own",
		Long: "Provider has what the author of an external provider needs. The providers of a configuration are listed by zsv " +
			"providers.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(r.providerTestCommand())
	return cmd
}

const providerTestHelp = `Test runs COMMAND, a program that is an external provider, and judges whether it keeps to the protocol:
whether each question has its answer, whatever the names in it; whether nothing is present that is not there;
whether an address or a path that nobody trusts is left alone. A store is not needed for that: what is asked
for does not exist.

With --fill it also judges whether the answers are true, by the cases that the providers within zsv pass.
The program FILE is given the secrets of a store as JSON, and says how the store is reached;
docs/providers/writing.md shows one of ten lines.

COMMAND is a path, or the name of a program in the directory of plugins or in PATH. It gets the environment
that zsv gives to a provider of its TYPE, and is run in the root directory. What begins with a dash is a flag
of zsv's, also behind COMMAND; what COMMAND is to be started with stands behind "--".

Exit codes: 0 all cases passed, or were skipped; 1 a case failed, no question was answered, or the usage is
wrong.`

// testFlags are the flags of provider test.
type testFlags struct {
	formats          []string
	arguments        []string
	addresses, paths []string
	fill, kind, only string
	timeout          time.Duration
	verbose          bool
}

func (r *invocation) providerTestCommand() *cobra.Command {
	var f testFlags
	cmd := &cobra.Command{
		Use:   "test [flags] COMMAND [-- ARG…]",
		Short: "Judge whether a program is a provider that zsv can rely on",
		Long:  providerTestHelp,
		Example: "  zsv provider test ./zsv-provider-databricks\n" +
			"  zsv provider test --argument path=store --path-argument path --fill ./fill zsv-provider-json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("provider test takes the command to judge: zsv provider test ./zsv-provider-NAME")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return r.testProvider(&f, args) },
	}
	flags := cmd.Flags()
	r.addFormatFlag(cmd, &f.formats, "text", "json")
	flags.StringArrayVar(&f.arguments, "argument", nil,
		"give the provider's block an argument, `NAME=VALUE`: JSON, else text; repeatable")
	flags.StringArrayVar(&f.addresses, "address-argument", nil,
		"judge whether the address in the argument `NAME` must be trusted, beside those that hello names; repeatable")
	flags.StringArrayVar(&f.paths, "path-argument", nil, "judge whether the path in the argument `NAME` must be trusted; repeatable")
	flags.StringVar(&f.fill, "fill", "", "judge the answers over stores that the program `FILE` fills")
	flags.StringVar(&f.kind, "type", "", "serve blocks of `TYPE` (default what follows zsv-provider- in the program's name)")
	flags.StringVar(&f.only, "run", "", "judge only the cases whose names match `REGEXP`")
	flags.DurationVar(&f.timeout, "timeout", 15*time.Minute, "give up after this `TIME`")
	flags.BoolVar(&f.verbose, "verbose", false, "show what each case demands")
	return cmd
}

// testProvider judges a program.
func (r *invocation) testProvider(f *testFlags, args []string) error {
	workingDir, err := r.workingDir()
	if err != nil {
		return err
	}
	to, err := r.openListResults(f.formats, viewFlags{}, workingDir)
	if err != nil {
		return err
	}
	scratch, err := r.scratch.make()
	if err != nil {
		return ioError("No temporary directory", fmt.Errorf("no directory can be made for the test: %w", fileerror.Reason(err)))
	}
	defer r.scratch.clear()
	candidate, err := r.candidate(f, args, workingDir)
	if err != nil {
		return err
	}
	candidate.Scratch = project.WithoutLinks(scratch)
	outcome, whole := r.judge(candidate, f.timeout)
	if outcome.Failed() || outcome.Unanswered != "" || !whole {
		r.code = exitError
	}
	result := conformanceOf(asTyped(args), outcome)
	result.Verbose = f.verbose
	if f.fill == "" && f.only == "" && outcome.Hello != nil {
		result.Note = unjudged
	}
	return to.result(result)
}

const unjudged = "Whether its answers are true, and what else it can do, was not judged: give a program that fills stores, " +
	"--fill FILE."

// conformanceOf returns what is said of an outcome.
func conformanceOf(program string, outcome conformance.Outcome) view.Conformance {
	var cases []view.ConformanceCase
	for _, r := range outcome.Results {
		cases = append(cases, view.ConformanceCase{Group: string(r.Group), Name: r.Name, Demand: r.Demand, Verdict: string(r.Verdict),
			Seen: r.Seen, Advice: r.Advice})
	}
	c := view.NewConformance(program, cases)
	c.Unanswered = outcome.Unanswered
	if h := outcome.Hello; h != nil {
		c.Hello = &view.ConformanceHello{Name: h.Name, Version: h.Version, Capabilities: orNone(h.Capabilities),
			Addresses: orNone(h.Addresses), Paths: orNone(h.Paths)}
	}
	return c
}

func orNone(texts []string) []string { return append([]string{}, texts...) }

// judge judges, until the time is up or the user interrupts. It says whether neither was the case.
func (r *invocation) judge(candidate conformance.Candidate, timeout time.Duration) (outcome conformance.Outcome, whole bool) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), timeout, errors.New("the time was up"))
	defer cancel()
	ctx, interrupt := context.WithCancelCause(ctx)
	over := r.underWay(func() { interrupt(errors.New("the run was interrupted")) })
	told, done := r.testProgress()
	outcome = candidate.Judge(ctx, told)
	done()
	return outcome, !over() && ctx.Err() == nil
}

// testProgress says on a terminal how many cases were judged, and which one last, on one line that goes away at the end.
func (r *invocation) testProgress() (told func(conformance.Result), done func()) {
	if !r.StderrTerminal.Is || r.getenv("TERM") == "dumb" {
		return nil, func() {}
	}
	const clear = "\r\x1b[K"
	judged := 0
	return func(result conformance.Result) {
		judged++
		_, _ = fmt.Fprintf(r.Stderr, "%s%d: %s", clear, judged, view.Plain(result.Name))
	}, func() { _, _ = fmt.Fprint(r.Stderr, clear) }
}

// candidate is what the flags and arguments say.
func (r *invocation) candidate(f *testFlags, args []string, workingDir string) (c conformance.Candidate, err error) {
	w, err := r.world()
	if err != nil {
		return c, err
	}
	if err := r.userProblem(w); err != nil {
		return c, err
	}
	around := w.user.Surroundings(workingDir, ".", w.log)
	if !w.log.Enabled(context.Background(), slog.LevelDebug) {
		around.Log = nil // what zsv would warn of is judged here
	}
	judged, err := r.judgedCommand(args, workingDir, around)
	if err != nil {
		return c, err
	}
	arguments, err := argument.Read(f.arguments)
	if err != nil {
		return c, usageError("--argument: %w", err)
	}
	c, err = conformance.NewCandidate(judged, cmp.Or(f.kind, typeOf(judged.Path)), arguments, around)
	if err != nil {
		return c, usageError("--argument: %w", err)
	}
	c.AddressArguments, c.PathArguments = f.addresses, f.paths
	return c, r.choose(f, &c, workingDir)
}

// choose says which cases are judged, and over which stores.
func (r *invocation) choose(f *testFlags, c *conformance.Candidate, workingDir string) error {
	if f.timeout <= 0 {
		return usageError("--timeout takes a duration greater than zero, such as 5m")
	}
	if f.only != "" {
		expression, err := regexp.Compile(f.only)
		if err != nil {
			return usageError("--run takes a regular expression: %w", err)
		}
		c.Only = expression.MatchString
	}
	if f.fill != "" {
		filler, err := r.commandOf([]string{f.fill}, workingDir)
		if err != nil {
			return err
		}
		c.FillBy(filler, r.Environ)
	}
	return nil
}

// judgedCommand finds the program to judge, also where zsv looks for those of types.
func (r *invocation) judgedCommand(args []string, workingDir string, around providers.Surroundings) (conformance.Command, error) {
	search := program.Search{Path: r.getenv("PATH")}
	if around.ConfigDir != "" {
		search.Own = filepath.Join(around.ConfigDir, "plugins")
	}
	if name := programPrefix + args[0]; !isPath(args[0]) && !isFile(project.Absolute(workingDir, args[0])) {
		if _, err := search.Find(args[0]); err != nil {
			if _, err := search.Find(name); err == nil {
				return conformance.Command{}, usageError("there is no program %q, though there is one of the type: write %s", args[0],
					shell.Quote(name))
			}
		}
	}
	return r.commandBy(search, args, workingDir)
}

// commandOf finds a program as a shell does: a path from the working directory, or a name in the directories of PATH.
func (r *invocation) commandOf(args []string, workingDir string) (conformance.Command, error) {
	return r.commandBy(program.Search{Path: r.getenv("PATH")}, args, workingDir)
}

func (r *invocation) commandBy(search program.Search, args []string, workingDir string) (conformance.Command, error) {
	name := args[0]
	if isPath(name) {
		name = project.Absolute(workingDir, name)
	}
	path, err := search.Find(name)
	var missing *program.NotFoundError
	switch {
	case errors.As(err, &missing) && name == args[0] && isFile(project.Absolute(workingDir, name)):
		return conformance.Command{}, usageError("%s; there is a file of this name here: write %s", missing.Problem,
			"."+string(filepath.Separator)+name)
	case err != nil:
		return conformance.Command{}, usageError("%w", err)
	}
	return conformance.Command{Path: path, Args: args[1:]}, nil
}

// isPath says whether a command is given by its path, as a shell takes it.
func isPath(command string) bool {
	return strings.ContainsRune(command, '/') || filepath.Base(command) != command
}

// programPrefix is what the name of a provider's program begins with; the type follows.
const programPrefix = "zsv-provider-"

// asTyped returns a command line as the user can type it again.
func asTyped(args []string) string {
	var words []string
	for _, arg := range args {
		words = append(words, shell.Quote(arg))
	}
	return strings.Join(words, " ")
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// typeOf returns the type that a program serves, as its name says.
func typeOf(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".exe")
	if kind, ok := strings.CutPrefix(name, programPrefix); ok && kind != "" {
		return kind
	}
	return "test"
}

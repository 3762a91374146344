package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/child"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/envfile"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// runFlags are the flags of run.
type runFlags struct {
	check   checkFlags
	rules   []string
	mask    bool
	envFile string
	plan    string
	maxAge  time.Duration
}

func (r *invocation) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [flags] -- COMMAND [ARG…]",
		Short: "Start a command with the env of a stack, once all is there",
		Long: "Run checks the secrets of a stack, as plan does, and starts COMMAND only if nothing is missing and all\n" +
			"is verified. COMMAND gets the variables that are set already and those of the stack's env, with the\n" +
			"references in them resolved. Standard streams, terminal, signals and exit code are COMMAND's own; zsv\n" +
			"writes to stderr alone, and only if there is something to say.\n\n" +
			"With --plan it takes the verdicts of a plan that zsv plan --out saved, and asks the stores for the\n" +
			"values alone. It refuses a plan that is older than --max-age, or whose files, arguments or references\n" +
			"have changed since.\n\n" +
			"Exit codes: those of COMMAND, 128+n where signal n ended it; 126 if it cannot be executed, 127 if it is\n" +
			"not found; 1, 2 or 3, as of plan, if it was not started.",
		Example: "  zsv run -- python3 pipeline.py\n" +
			"  zsv run --stack prod --mask -- ./train.sh 2>&1 | tee train.log",
		Annotations: map[string]string{stdoutIsTaken: "by COMMAND"},
		Args:        commandBehindDashes,
		PreRunE:     func(cmd *cobra.Command, _ []string) error { return f.checkAll(cmd.Flags()) },
		RunE:        func(_ *cobra.Command, args []string) error { return r.run(f, args) },
	}
	flags := cmd.Flags()
	flags.SetInterspersed(false) // so that who forgets the dashes learns of them, not of the command's flags
	r.addCheckFlags(cmd, &f.check)
	flags.Lookup("stack").Usage = "take the env of the stack `NAME` (default $ZSV_STACK, else default_stack, else the only one)"
	flags.Lookup("timeout").Usage = "stop waiting for the stores after this `TIME`; the command may take as long as it likes"
	flags.Lookup("allow-unverified").Usage = "start although something could not be verified, but never without a value of env"
	r.addRuleFlag(cmd, &f.rules)
	flags.BoolVar(&f.mask, "mask", false,
		"replace the values of env in the command's output by ***; a terminal stays the command's own and is not masked")
	flags.StringVar(&f.envFile, "env-file", "",
		"also write the variables to `FILE`, which must not exist and is removed in the end, or to a named pipe")
	r.addSavedPlanFlags(cmd, &f)
	return cmd
}

// commandBehindDashes demands a command, and the dashes: what follows them is the command's alone.
func commandBehindDashes(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return usageError("run what? Write zsv run [flags] -- COMMAND [ARG…]")
	case cmd.ArgsLenAtDash() != 0:
		return usageError("the command stands behind two dashes: write zsv run [flags] -- COMMAND [ARG…]; for another " +
			"directory, --chdir DIR")
	}
	return nil
}

// A running is one run of run.
type running struct {
	*invocation
	flags      runFlags
	command    []string
	workingDir string
	envFile    string // absolute; "" where none is wanted
	plan       *resolve.Plan
	saved      *savedPlan // whose verdicts count; nil where none is given
	stack      string
	env        *resolve.Environment
}

func (r *invocation) run(f runFlags, command []string) error {
	s, err := r.newRunning(f, command)
	if err != nil || s == nil {
		return err
	}
	if !s.prepare() {
		return nil
	}
	return s.start()
}

// newRunning plans, once the flags are in order. It returns none where that is not possible, which is reported.
func (r *invocation) newRunning(f runFlags, command []string) (*running, error) {
	p, err := r.planning(f.rules, f.check.readValues)
	if err != nil {
		return nil, err
	}
	if p.level, err = r.level(f.check.level); err != nil {
		return nil, err
	}
	s := &running{invocation: r, flags: f, command: command, workingDir: p.workingDir}
	if s.envFile, err = chosenEnvFile(f.envFile, p.workingDir); err != nil {
		return nil, err
	}
	if err := s.readSavedPlan(); err != nil {
		return s.refused(err)
	}
	if s.stack, err = s.chooseOne(s.wantedStacks()); s.stack == "" {
		return nil, err
	}
	p.stacks = []string{s.stack}
	s.plan = r.plan(s.directory(), p)
	if err := s.mayRely(); err != nil {
		return s.refused(err)
	}
	if s.envFile != "" {
		err = r.spare(s.envFile, "--env-file "+f.envFile, "run.env")
	}
	return s, err
}

// chooseOne returns the name of the stack that is meant. Where there is none, that is
// reported as plan does, with the errors of the configuration: it may be in one of them.
func (s *running) chooseOne(flag []string) (string, error) {
	if len(flag) > 1 {
		return "", usageError("--stack is given more than once: a command runs with the env of one stack")
	}
	overview, err := s.overview([]string{s.directory()})
	if err != nil {
		return "", err
	}
	stack, err := s.chooseStack(overview, flag)
	if err == nil || !overview.HasErrors() && !isUnknownStack(err) {
		return stack.Name, err
	}
	s.show(resolve.Merge(s.Build.version(), s.noStackReports(err, overview)...))
	s.notStarted(exitError)
	return "", nil
}

// noStackReports says why there is no stack to take: because of the errors of the configuration alone, where it has no stack
// left.
func (s *running) noStackReports(err error, overview *resolve.Plan) []*resolve.Report {
	var reports []*resolve.Report
	if !overview.HasErrors() || len(overview.StackNames()) > 0 {
		reports = s.failed(err)
	}
	if overview.HasErrors() {
		reports = append(reports, overview.Static())
	}
	return reports
}

// chosenEnvFile says what is wrong with --env-file before anyone is asked.
func chosenEnvFile(name, workingDir string) (string, error) {
	if name == "" {
		return "", nil
	}
	path := project.Absolute(workingDir, name)
	if err := cmp.Or(staysInside(path, workingDir), envfile.Check(path)); err != nil {
		return "", usageError("--env-file %s: %w", name, fileerror.Reason(err))
	}
	return path, nil
}

// prepare checks, and fetches the variables. It says whether the command may be started; if not, why not is reported. An
// interrupt ends it, and then nothing is started, whatever is known by then.
func (s *running) prepare() bool {
	ctx, stop := s.checking(s.flags.check.timeout)
	defer stop()
	code := s.check(ctx)
	if code == exitOK {
		code = s.fetch(ctx)
	}
	if code == exitOK && errors.Is(ctx.Err(), context.Canceled) {
		code = exitInterrupted
	}
	if code != exitOK {
		s.notStarted(code)
	}
	return code == exitOK
}

// check reports what is not in order. The code says whether that holds the command back.
func (s *running) check(ctx context.Context) int {
	report := s.verdicts(ctx)
	s.show(report)
	interrupted := errors.Is(ctx.Err(), context.Canceled)
	return exitCode(report, s.flags.check.allowUnverified && !interrupted)
}

// verdicts returns those of the saved plan, if there is one, else those of the stores.
func (s *running) verdicts(ctx context.Context) *resolve.Report {
	if s.saved != nil {
		return s.plan.Recall(s.saved.Report)
	}
	defer s.showWaiting()()
	return s.plan.Check(ctx)
}

// show writes a report to standard error, if there is anything in it that people should know.
func (s *running) show(report *resolve.Report) {
	if report.Summary.Missing+report.Summary.Unverified+len(report.Diagnostics)+len(report.Loosened) == 0 {
		return
	}
	s.tellReport(report, s.flags.check.allowUnverified)
}

// fetch fetches the variables and reports what there is no value for.
func (s *running) fetch(ctx context.Context) int {
	answered := s.showWaiting()
	env, err := s.plan.Environment(ctx, s.stack)
	answered()
	if err != nil {
		s.tellLine("Error: %s", sentence(err.Error()))
		return exitError
	}
	s.env = env
	code := exitOK
	for i := range s.env.Problems {
		problem := &s.env.Problems[i]
		s.tellLine("%s", s.unfetched(problem))
		if problem.Status.Missing() {
			code = exitMissing
		}
		code = cmp.Or(code, exitUnverified)
	}
	for _, v := range s.env.Variables {
		if strings.Contains(v.Value.Reveal(), "\x00") {
			s.tellLine("%s: its value has a NUL byte in it, which no environment variable can hold; store it in another encoding, "+
				"such as Base64", v.Name)
			code = exitError
		}
	}
	return code
}

// notStarted is the last word of a run that started nothing.
func (s *running) notStarted(code int) {
	s.tellLine("zsv: %s was not started", s.command[0])
	s.code = code
}

// start runs the command. From here on signals are the command's, or the user has interrupted.
func (s *running) start() error {
	relay := child.NewRelay()
	if !s.handOver(child.Signals(), relay.Take) {
		s.notStarted(exitInterrupted)
		return nil
	}
	remove, err := s.serveEnvFile()
	if err != nil {
		s.tellLine("--env-file %s: %v", s.flags.envFile, fileerror.Reason(err))
		s.notStarted(exitError)
		return nil
	}
	defer remove()
	s.code = s.runChild(relay)
	return nil
}

// serveEnvFile makes the variables readable where --env-file says, until remove is called.
func (s *running) serveEnvFile() (remove func(), err error) {
	if s.envFile == "" {
		return func() {}, nil
	}
	set, _ := s.variables()
	text, err := envfile.Text(set)
	if err != nil {
		return nil, err
	}
	if err := staysInside(s.envFile, s.workingDir); err != nil {
		return nil, err
	}
	stop, err := envfile.Serve(s.envFile, text)
	if err != nil {
		return nil, err
	}
	return func() {
		if err := stop(); err != nil {
			s.tellLine("zsv: the file of --env-file could not be removed: %v; it holds values: remove %s", fileerror.Reason(err),
				s.envFile)
		}
	}, nil
}

// variables returns what env sets, as "NAME=value", and the names that it unsets.
func (s *running) variables() (set, unset []string) {
	for _, v := range s.env.Variables {
		if v.Value.IsSet() {
			set = append(set, v.Name+"="+v.Value.Reveal())
		} else {
			unset = append(unset, v.Name)
		}
	}
	return set, unset
}

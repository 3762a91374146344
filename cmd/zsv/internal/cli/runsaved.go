package cli

import (
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// defaultMaxAge is how long a plan counts for run, unless the user says otherwise.
const defaultMaxAge = time.Hour

// maxClockSkew is how far apart the clocks of two machines are held to be in order.
const maxClockSkew = 5 * time.Minute

func (r *invocation) addSavedPlanFlags(cmd *cobra.Command, f *runFlags) {
	cmd.Flags().StringVar(&f.plan, "plan", "",
		"take the verdicts of the plan that was saved to `FILE`, instead of asking the stores for them")
	cmd.Flags().DurationVar(&f.maxAge, "max-age", defaultMaxAge, "with --plan: refuse a plan that is older than this `TIME`")
}

// checkAll says what is wrong with the flags.
func (f *runFlags) checkAll(flags *pflag.FlagSet) error {
	switch {
	case flags.Changed("plan") && f.plan == "":
		return usageError("--plan is empty: write --plan FILE, or leave it out")
	case flags.Changed("max-age") && f.plan == "":
		return usageError("--max-age is about the age of a saved plan: give one with --plan FILE, or leave it out")
	case f.maxAge <= 0:
		return usageError("--max-age takes a duration greater than zero, such as 30m")
	}
	return f.check.check(flags)
}

// readSavedPlan reads the plan of --plan, if there is one.
func (s *running) readSavedPlan() (err error) {
	if s.flags.plan != "" {
		s.saved, err = s.savedPlan(s.workingDir, s.flags.plan)
	}
	return err
}

// directory returns where the configuration is.
func (s *running) directory() string {
	if s.saved != nil {
		return s.saved.Basis.Directory
	}
	return "."
}

// wantedStacks returns the stacks of the flag, else, where nothing else says which, the one of the saved plan.
func (s *running) wantedStacks() []string {
	given := s.flags.check.stacks
	if s.saved != nil && len(given) == 0 && s.getenv(stackVariable) == "" && len(s.saved.Report.Stacks) == 1 {
		return s.saved.Report.Stacks
	}
	return given
}

// mayRely says why the saved plan, if there is one, does not count.
func (s *running) mayRely() error {
	if s.saved == nil {
		return nil
	}
	if err := s.mustBeYoung(s.saved); err != nil {
		return err
	}
	if err := s.saved.mustBeClean("nothing was started"); err != nil {
		return err
	}
	if err := s.saved.mustHold(s.plan, s.plan.Basis(), "nothing was started"); err != nil {
		return err
	}
	if !slices.Contains(s.saved.Report.Stacks, s.stack) {
		return usageError("the saved plan %q is not of the stack %q, but of %s: plan that stack, or choose another with --stack",
			s.saved.file, s.stack, suggest.OneOf(s.saved.Report.Stacks))
	}
	return nil
}

// refused reports why the saved plan does not count; nothing is started.
func (s *running) refused(err error) (*running, error) {
	s.fail(err, nil)
	s.notStarted(exitError)
	return nil, nil
}

// mustBeYoung says that a plan is older than the user takes, or not from the past.
func (s *running) mustBeYoung(saved *savedPlan) error {
	age := s.now().Sub(saved.Made)
	switch {
	case age > s.flags.maxAge:
		return usageError("the saved plan %q is %s old, and --max-age is %s, so nothing was started; make it anew: %s", saved.file,
			shown(age), s.flags.maxAge, saved.planCommand(s.plan))
	case age < -maxClockSkew:
		return usageError("the saved plan %q was made in the future, at %s, so nothing was started: set the clock, or make it anew: %s",
			saved.file, saved.Made.UTC().Format(time.RFC3339), saved.planCommand(s.plan))
	}
	return nil
}

// shown is an age as people read it: of a young plan more than its seconds, so that it does not look like the limit.
func shown(age time.Duration) time.Duration {
	if age < time.Minute {
		return age.Round(time.Millisecond)
	}
	return age.Round(time.Second)
}

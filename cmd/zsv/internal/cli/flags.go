package cli

import (
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// reportFlags are the flags of the commands that make a report.
type reportFlags struct {
	formats   []string
	rules     []string
	verbose   bool
	recursive bool
}

func (r *invocation) addReportFlags(cmd *cobra.Command, f *reportFlags) {
	r.addFormatFlag(cmd, &f.formats, view.Formats()...)
	r.addRuleFlags(cmd, f)
	cmd.Flags().BoolVar(&f.recursive, "recursive", false,
		"also the configurations in the directories below, but for hidden ones and node_modules")
}

// addRuleFlags adds the flags for what is reported, and how much of it is shown.
func (r *invocation) addRuleFlags(cmd *cobra.Command, f *reportFlags) {
	r.addRuleFlag(cmd, &f.rules)
	addVerboseFlag(cmd, f)
}

func addVerboseFlag(cmd *cobra.Command, f *reportFlags) {
	cmd.Flags().BoolVar(&f.verbose, "verbose", false, "show what is present too")
}

func (r *invocation) addRuleFlag(cmd *cobra.Command, rules *[]string) {
	cmd.Flags().StringArrayVar(rules, "rule", nil,
		"set a rule, `NAME=SEVERITY`: off, warning or error; repeatable, wins over the configuration")
	_ = cmd.RegisterFlagCompletionFunc("rule", completeRules)
}

// addFormatFlag adds --format to a command that has these formats, the default one first.
func (r *invocation) addFormatFlag(cmd *cobra.Command, values *[]string, formats ...string) {
	cmd.Flags().StringArrayVar(values, "format", nil,
		"write the result as `FORMAT[=FILE]`: "+strings.Join(formats, ", ")+"; repeatable (default "+formats[0]+")")
	_ = cmd.RegisterFlagCompletionFunc("format", r.completeFormats(formats...))
}

// checkFlags are the flags of the commands that ask the stores.
type checkFlags struct {
	stacks          []string
	level           string
	timeout         time.Duration
	allowUnverified bool
	readValues      string
}

func (r *invocation) addCheckFlags(cmd *cobra.Command, f *checkFlags) {
	r.addLevelFlag(cmd, f)
	r.addStoreFlags(cmd, f)
}

func (r *invocation) addLevelFlag(cmd *cobra.Command, f *checkFlags) {
	cmd.Flags().StringVar(&f.level, "level", "", "check at `LEVEL`: NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS")
	r.completeFlag(cmd, "level", providers.LevelNames()...)
}

// addStoreFlags adds the flags that say which stores are asked, and how.
func (r *invocation) addStoreFlags(cmd *cobra.Command, f *checkFlags) {
	cmd.Flags().StringArrayVar(&f.stacks, "stack", nil, "check the stack `NAME` only; repeatable (default $ZSV_STACK, else all)")
	_ = cmd.RegisterFlagCompletionFunc("stack", r.completeStacks)
	r.addAskingFlags(cmd, f)
}

// addAskingFlags adds the flags that say how stores are asked, whichever they are.
func (r *invocation) addAskingFlags(cmd *cobra.Command, f *checkFlags) {
	flags := cmd.Flags()
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "stop waiting for the stores after this `TIME`")
	flags.BoolVar(&f.allowUnverified, "allow-unverified", false, "exit 0 although something could not be verified")
	flags.StringVar(&f.readValues, "read-values", "",
		"read values where a store cannot be asked without, `WHEN`: fallback or never")
	r.completeFlag(cmd, "read-values", readValuesModes...)
}

var readValuesModes = []string{"fallback", "never"}

// check says what is wrong with the flags' values.
func (f *checkFlags) check(flags *pflag.FlagSet) error {
	for _, name := range []string{"level", "read-values"} {
		if flag := flags.Lookup(name); flag != nil && flag.Changed && flag.Value.String() == "" {
			return usageError("--%s is empty: give it a value, or leave it out", name)
		}
	}
	if f.readValues != "" && !slices.Contains(readValuesModes, f.readValues) {
		return usageError("--read-values takes %s, not %q", suggest.OneOf(readValuesModes), f.readValues)
	}
	if f.timeout <= 0 {
		return usageError("--timeout takes a duration greater than zero, such as 30s")
	}
	return nil
}

func (r *invocation) level(flag string) (resolve.LevelChoice, error) {
	choice, err := resolve.ChooseLevel(flag, r.getenv(resolve.LevelVariable))
	if err != nil {
		return choice, usageError("%w", err)
	}
	return choice, nil
}

// ruleSettings reads --rule NAME=SEVERITY.
func ruleSettings(texts []string) ([]config.RuleSetting, error) {
	settings := make([]config.RuleSetting, 0, len(texts))
	for _, text := range texts {
		name, severity, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usageError("--rule %s has no severity: write --rule %s=off, =warning or =error", text, text)
		}
		setting, err := config.NewRuleSetting(name, severity)
		if err != nil {
			return nil, usageError("--rule: %w", err)
		}
		settings = append(settings, setting)
	}
	return settings, nil
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	collect := func(flag *pflag.Flag) { names = append(names, flag.Name) }
	cmd.Flags().VisitAll(collect)
	cmd.InheritedFlags().VisitAll(collect)
	return names
}

const (
	levelTrace = slog.LevelDebug - 4
	levelOff   = slog.LevelError + 4
)

var logNames = []struct {
	name  string
	level slog.Level
}{
	{"off", levelOff}, {"error", slog.LevelError}, {"warn", slog.LevelWarn}, {"info", slog.LevelInfo},
	{"debug", slog.LevelDebug}, {"trace", levelTrace},
}

func logLevels() []string {
	names := make([]string, len(logNames))
	for i, known := range logNames {
		names[i] = known.name
	}
	return names
}

// log returns the logger that --log-level asks for.
func (r *invocation) log() (*slog.Logger, error) {
	for _, known := range logNames {
		if known.name == r.global.logLevel {
			return r.logger(known.level), nil
		}
	}
	return nil, usageError("there is no log level %q: write %s", r.global.logLevel, suggest.OneOf(logLevels()))
}

// nameTrace names the level that slog has no name for.
func nameTrace(_ []string, a slog.Attr) slog.Attr {
	if level, ok := a.Value.Any().(slog.Level); ok && level == levelTrace {
		a.Value = slog.StringValue("TRACE")
	}
	return a
}

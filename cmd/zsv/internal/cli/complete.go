package cli

import (
	"io"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// Completion answers a shell while somebody types. So it asks no store and nobody, writes nothing, and is silent about what
// is wrong: what can be read is offered, the rest is not. What each flag and argument takes is told by its name in the usage.

// isCompletion says whether a command line asks for completions of another one.
func isCompletion(args []string) bool {
	return len(args) > 1 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// flagCompletions are how the values of flags are completed, by the flags' names, which mean the same in every command.
func (r *invocation) flagCompletions() map[string]cobra.CompletionFunc {
	return map[string]cobra.CompletionFunc{
		"chdir":            r.completeDirectories,
		"color":            oneOf(colorModes...),
		"log-level":        oneOf(logLevels()...),
		"var":              r.completeVariables,
		"var-file":         r.completeFilesOf("zsvars", "json"),
		"timeout":          oneOf("10s", "30s", "1m", "5m"),
		"max-age":          oneOf("10m", "1h", "24h"),
		"plan":             r.completeFilesOf(planExtension),
		"set":              r.completeSettings,
		"remove-key":       r.completeKeyToRemove,
		"accept-recipient": oneOf(),
		"drop-recipient":   oneOf(),
		"type":             r.completeExternalTypes,
	}
}

// planExtension is what the names of saved plans end in, where they follow the documentation.
const planExtension = "zsvplan"

// fileCompletions are how the other flags are completed whose usage calls the value so.
func (r *invocation) fileCompletions() map[string]cobra.CompletionFunc {
	return map[string]cobra.CompletionFunc{"DIR": r.completeDirectories, "FILE": r.completeFilesOf(), "MAP": r.completeFilesOf()}
}

// argumentCompletion returns how arguments are completed, by what the usage calls the first one; nil where that says nothing.
func (r *invocation) argumentCompletion(name string) cobra.CompletionFunc {
	return map[string]cobra.CompletionFunc{
		"DIR":      onlyOne(r.completeDirectories),
		"DIR|PLAN": onlyOne(r.completeFilesOf(planExtension)),
		"FILE":     onlyOne(r.completeFilesOf(planExtension)), // of show
		"PATH…":    r.completeFilesOf("hcl", "json", "zsvars"),
		"COMMAND":  r.completePrograms,
	}[name]
}

// onlyOne completes the first argument and no other.
func onlyOne(first cobra.CompletionFunc) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return first(cmd, args, typed)
	}
}

// complete gives all commands and flags a completion that have none of their own. What is none of the above takes a word
// of the user's, for which nothing is offered, files neither.
func (r *invocation) complete(cmd *cobra.Command) {
	if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
		cmd.ValidArgsFunction = firstOf(r.argumentCompletion(argumentOf(cmd)), oneOf())
	}
	cmd.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		placeholder, usage := pflag.UnquoteUsage(flag)
		flag.Usage = usage // which shells show as it is
		if _, ok := cmd.GetFlagCompletionFunc(flag.Name); !ok && flag.NoOptDefVal == "" {
			completion := firstOf(r.flagCompletions()[flag.Name], r.fileCompletions()[placeholder], oneOf())
			_ = cmd.RegisterFlagCompletionFunc(flag.Name, completion)
		}
	})
	for _, sub := range cmd.Commands() {
		r.complete(sub)
	}
}

func firstOf(functions ...cobra.CompletionFunc) cobra.CompletionFunc {
	return functions[slices.IndexFunc(functions, func(f cobra.CompletionFunc) bool { return f != nil })]
}

// argumentOf returns what the usage calls the command's first argument.
func argumentOf(cmd *cobra.Command) string {
	for _, word := range strings.Fields(cmd.Use)[1:] {
		if word = strings.Trim(word, "[]"); word != "flags" && word != "--" {
			return word
		}
	}
	return ""
}

// oneOf offers these values.
func oneOf(values ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}

// known plans the configuration that the command line names so far, as far as it can be read: nil where nothing can.
func (r *invocation) known(cmd *cobra.Command, args []string) *resolve.Plan {
	workingDir, err := r.workingDir()
	if err != nil {
		return nil
	}
	w := world{workingDir: workingDir, log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	for _, text := range r.global.vars {
		if assignment, err := config.ParseAssignment(text); err == nil {
			w.vars = append(w.vars, assignment)
		}
	}
	r.readUser(&w)
	return r.plan(relative(workingDir, directoryOf(cmd, workingDir, args)), planning{world: w, static: true})
}

// directoryOf returns the directory that the first argument names, if that is what it is for.
func directoryOf(cmd *cobra.Command, workingDir string, args []string) string {
	if len(args) == 0 || !strings.HasPrefix(argumentOf(cmd), "DIR") && !strings.HasPrefix(argumentOf(cmd), "PATH") {
		return "."
	}
	if info, err := os.Stat(project.Absolute(workingDir, args[0])); err != nil || !info.IsDir() {
		return "."
	}
	return args[0]
}

// An offer is a completion with what it is.
type offer struct{ text, description string }

// offers returns the completions that begin with what is typed and are fit for a command line.
func offers(typed string, all ...offer) []cobra.Completion {
	var fit []cobra.Completion
	for _, o := range all {
		if strings.HasPrefix(o.text, typed) && !harmful(o.text) {
			fit = append(fit, cobra.CompletionWithDesc(o.text, view.Plain(o.description)))
		}
	}
	return fit
}

// harmful says whether a shell does not take a word as it is, wherever it stands. Names come from the configuration, which
// may be somebody else's: nothing is put on a command line that a shell would expand or execute, or zsv take for a flag.
func harmful(word string) bool { return !harmless().MatchString(word) }

var harmless = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(--)?[\p{L}\p{N}_./@][\p{L}\p{N}_./@:+,=%-]*$`)
})

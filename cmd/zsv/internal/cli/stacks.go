package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// chosenStacks are the stacks that the user wants, and the words for where they are named. No names: all stacks.
type chosenStacks struct {
	names []string
	from  string
}

const stackVariable = "ZSV_STACK"

// chosenStacks returns the stacks of the flag, else that of ZSV_STACK, else all.
func (r *invocation) chosenStacks(flag []string) chosenStacks {
	if name := r.getenv(stackVariable); len(flag) == 0 && name != "" {
		return chosenStacks{[]string{name}, stackVariable}
	}
	return chosenStacks{flag, "--stack"}
}

// unknownStacks reports the names that are no stack of any configuration: without that, a plan of nothing would look
// like one in which nothing is missing.
func (r *invocation) unknownStacks(chosen chosenStacks, plans []*resolve.Plan) []*resolve.Report {
	var known []string
	for _, plan := range plans {
		known = append(known, plan.StackNames()...)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	var reports []*resolve.Report
	for _, name := range chosen.names {
		if !slices.Contains(known, name) {
			reports = append(reports, resolve.Failed(r.Build.version(), resolve.NewDiagnostic(config.Diagnostic{
				Severity: config.Error, Rule: config.RuleUsage, Summary: summaryUnknownStack,
				Detail: sentence(noStack(name, known).Error()) + " It is named by " + chosen.from + "."}, ".")))
		}
	}
	return reports
}

// noStack says that there is no stack of a name, and which there are.
func noStack(name string, known []string) error {
	if len(known) == 0 {
		return unknownStack("there is no stack %q: the configuration has no stack", name)
	}
	return unknownStack("there is no stack %q%s", name, suggest.Instead(name, known))
}

const summaryUnknownStack = "Unknown stack"

func unknownStack(format string, args ...any) error {
	return &failure{rule: config.RuleUsage, summary: summaryUnknownStack, err: fmt.Errorf(format, args...)}
}

// isUnknownStack says whether an error is that there is no stack of a name.
func isUnknownStack(err error) bool {
	var f *failure
	return errors.As(err, &f) && f.summary == summaryUnknownStack
}

package cli

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// unfetched says which reference a variable has no value for, why, and what to do.
func (s *running) unfetched(p *resolve.EnvironmentProblem) string {
	text := fmt.Sprintf("%s:%d:%d: %s needs {{%s.%s}}, ", p.Use.File, p.Use.Line, p.Use.Column, p.Variable,
		p.Reference.Name, p.Reference.Key)
	switch p.Status {
	case resolve.StatusMissingSecret:
		text += "but there is no secret " + p.Reference.Name
	case resolve.StatusMissingKey:
		text += fmt.Sprintf("but the secret %s has no key %s", p.Reference.Name, p.Reference.Key)
	default:
		text += "whose value could not be fetched"
	}
	if why := view.Because(p.Reason, p.Detail); why != "" {
		text += ": " + why
	}
	return text + "; " + s.fetchAdvice(p)
}

// fetchAdvice says what to do about a value that is not there or was not handed out, though the check may have been content
// with less.
func (s *running) fetchAdvice(p *resolve.EnvironmentProblem) string {
	words := append([]string{"zsv plan"}, s.plan.ConfigurationFlags()...)
	plan := strings.Join(append(words, "--stack "+shell.Quote(s.stack)), " ")
	switch {
	case p.Status.Missing() && p.Reason != providers.Empty:
		return plan + " says how to register it"
	case p.Status.Missing():
		return "give it a value"
	case p.Reason == providers.Denied:
		return "run needs the right to read it, plan does not"
	case p.Reason == providers.Timeout:
		return "allow more time with --timeout"
	case p.Reason == providers.Interrupted:
		return "run again"
	}
	return plan + " says what is known of it"
}

package cli

import (
	"errors"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// userProblem shows what is wrong with the user's own configuration, for commands that plan no configuration of a project. With
// an error in it, it is not known what the user trusts: then it is an error.
func (r *invocation) userProblem(w world) error {
	found := r.tellUserProblems(w)
	if !resolve.HasErrors(found) {
		return nil
	}
	return &failure{rule: config.RuleUsage, summary: "Wrong configuration of the user's", causes: found,
		err: errors.New("nothing was done, because your own configuration of zsv has the errors above")}
}

// tellUserProblems shows them on standard error, and goes on.
func (r *invocation) tellUserProblems(w world) []resolve.Diagnostic {
	found := resolve.Located(w.userProblems("."), ".", func(string) []byte { return nil })
	if len(found) > 0 {
		r.tellDiagnostics(found)
	}
	return found
}

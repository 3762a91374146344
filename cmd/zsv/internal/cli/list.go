package cli

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/resolve"
)

// writeList writes the result of a command that makes no report, in the format asked for: text or json. The command has
// changed nothing, so the outputs are opened no earlier.
func (r *invocation) writeList(formats []string, list view.List) error {
	workingDir, err := r.workingDir()
	if err != nil {
		return err
	}
	to, err := r.openListResults(formats, viewFlags{}, workingDir)
	if err != nil {
		return err
	}
	return to.result(list)
}

// result writes what a command has to say that makes no report.
func (r *results) result(list view.List) error {
	for _, o := range r.outputs {
		if err := view.WriteList(o.to, o.format.Name, list, r.options); err != nil {
			return cannotWrite(err)
		}
		if err := o.close(); err != nil {
			return cannotWrite(err)
		}
	}
	return nil
}

func cannotWrite(err error) error {
	return ioError("Cannot write the output", fmt.Errorf("cannot write the output: %w", fileerror.Reason(err)))
}

// openListResults is openResults for the commands whose only formats are text and json.
func (r *invocation) openListResults(formats []string, flags viewFlags, workingDir string) (results, error) {
	for _, text := range formats {
		name, _, _ := strings.Cut(text, "=")
		if known, err := view.Find(name); err == nil && known.Name != "text" && known.Name != "json" {
			return results{}, usageError("this command has no format %q: write \"json\" or \"text\"", name)
		}
	}
	return r.openResults(formats, flags, workingDir)
}

func problemsOf(plan *resolve.Plan) view.Problems {
	return view.Problems{Diagnostics: plan.Static().Diagnostics}
}

// writeOverview writes what could be read of a configuration; with an error in it, its report goes to stderr too and the
// exit code is 1.
func (r *invocation) writeOverview(formats []string, plan *resolve.Plan, list view.List) error {
	if err := r.writeList(formats, list); err != nil {
		return err
	}
	if !plan.HasErrors() {
		return nil
	}
	r.code = exitError
	r.tellReport(plan.Static(), false)
	return nil
}

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
	options, err := r.viewOptions(false, false, workingDir)
	if err != nil {
		return err
	}
	outputs, err := r.openListOutputs(formats, workingDir)
	if err != nil {
		return err
	}
	return writeListTo(outputs, list, options)
}

func writeListTo(outputs []output, list view.List, options view.Options) error {
	for _, o := range outputs {
		if err := view.WriteList(o.to, o.format.Name, list, options); err != nil {
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

// openListOutputs is openOutputs for the commands whose only formats are text and json.
func (r *invocation) openListOutputs(formats []string, workingDir string) ([]output, error) {
	for _, text := range formats {
		name, _, _ := strings.Cut(text, "=")
		if known, err := view.Find(name); err == nil && known.Name != "text" && known.Name != "json" {
			return nil, usageError("this command has no format %q: write \"json\" or \"text\"", name)
		}
	}
	return r.openOutputs(formats, workingDir)
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
	text, err := view.Find("text")
	if err != nil {
		return err
	}
	return text.Write(r.Stderr, plan.Static(), view.Options{Width: r.StderrTerminal.Width})
}

package cli

import (
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

// tellReport shows people a report on standard error, whatever becomes of standard output.
func (r *invocation) tellReport(report *resolve.Report, allowUnverified bool) {
	color, _ := r.colorOn(r.StderrTerminal) // What is wrong with --color was said before.
	text, _ := view.Find("text")            // There always is.
	_ = text.Write(r.Stderr, report, view.Options{Color: color, Width: r.StderrTerminal.Width, AllowUnverified: allowUnverified})
}

// tellDiagnostics shows people what is wrong with a configuration or a file.
func (r *invocation) tellDiagnostics(diagnostics []resolve.Diagnostic) {
	r.tellReport(resolve.Failed(r.Build.version(), diagnostics...), false)
}

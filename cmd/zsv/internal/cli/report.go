package cli

import (
	"fmt"
	"time"

	"github.com/zsv-dev/zsv/resolve"
)

// report has configurations that are planned checked, writes the reports as one, and sets the exit code.
func (r *invocation) report(to results, check func() []*resolve.Report) (*resolve.Report, error) {
	started := time.Now()
	report := resolve.Merge(r.Build.version(), check()...)
	if err := r.write(to.outputs, report, to.options); err != nil {
		return nil, err
	}
	r.showElapsed(report, time.Since(started))
	r.code = exitCode(report, to.options.AllowUnverified)
	return report, nil
}

// worthTelling is how long nobody wonders what takes so long.
const worthTelling = 100 * time.Millisecond

// showElapsed tells people how long the stores took. It is no part of the report, which is the same for the same input.
func (r *invocation) showElapsed(report *resolve.Report, elapsed time.Duration) {
	if report.Checked && elapsed >= worthTelling && r.StderrTerminal.Is && r.StdoutTerminal.Is {
		_, _ = fmt.Fprintf(r.Stderr, "\nChecked in %s.\n", elapsed.Round(10*time.Millisecond))
	}
}

package resolve

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/config"
)

// fewFiles is how many files a problem names.
const fewFiles = 3

// passed warns of files that were not looked at because they are of other tools: a report that does not say so would read as
// if all had been checked.
func (e *scanExtractor) passed(scan *config.Scan) {
	severity := e.rules.Severity(config.RulePassedOver, nil)
	if severity == config.Off {
		return
	}
	for _, tool := range scan.Tools() {
		files, more := scan.Passed[tool], ""
		if len(files) > fewFiles {
			more = fmt.Sprintf(" and %d more", len(files)-fewFiles)
			files = files[:fewFiles]
		}
		e.diags = append(e.diags, config.Diagnostic{Severity: severity, Rule: config.RulePassedOver,
			Summary: "Files of another tool", Detail: fmt.Sprintf("Not scanned, as templates of %s: %s%s. To scan one all the "+
				"same, name it: zsv scan FILE. To say that this is right, leave them out with --exclude.", tool,
				strings.Join(files, ", "), more)})
	}
}

package view

import (
	"fmt"

	"github.com/zsv-dev/zsv/resolve"
)

// reported begins a sentence about what a report is of: a configuration, or files that zsv did not define.
func reported(r *resolve.Report) string {
	if r.Scan != nil {
		return "The files have"
	}
	return "The configuration has"
}

// nothingScanned says that the files hold no reference, so that nobody takes a wrong path for success.
func nothingScanned(r *resolve.Report) string {
	return fmt.Sprintf("Nothing to check: no reference was found in %s.", count(r.Scan.Files, "file"))
}

// nobodyAsked says that the references were only listed, and how they are checked.
func nobodyAsked(r *resolve.Report) string {
	return fmt.Sprintf("Nothing was checked, as no provider is named: %s in %s. To check them, add --provider TYPE, such as "+
		"vault, or --provider TYPE.NAME of a configuration.", count(r.Summary.References, "reference"), count(r.Scan.Files, "file"))
}

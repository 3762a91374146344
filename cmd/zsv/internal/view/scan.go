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

// listedReferences returns a line for each reference of a scan that asks nobody: to list them is all that it does.
func listedReferences(r *resolve.Report) []string {
	if r.Scan == nil || r.Scan.Asked {
		return nil
	}
	var all []string
	for _, c := range r.Checks {
		what := "key " + c.Key + " of secret " + c.Secret
		if c.Key == "" {
			what = "secret " + c.Secret
		}
		for _, use := range c.Uses {
			all = append(all, scrub(fmt.Sprintf("%s:%d:%d: note: %s is not checked", use.File, use.Line, use.Column, what)))
		}
	}
	return all
}

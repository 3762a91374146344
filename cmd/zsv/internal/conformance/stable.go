package conformance

import (
	"regexp"
	"strings"
)

// What is another one each time in what is said: the ports of this machine, and the names and directories of a case.
var (
	localPorts  = regexp.MustCompile(`\b(127\.0\.0\.1|localhost):\d+`)
	randomNames = regexp.MustCompile(`zsv-test-[a-z2-7]{26}`)
	caseNames   = regexp.MustCompile(`\bcase-\d+`)
)

// stable returns what is said of a program without that, so that the same program gives the same report.
func (j *judge) stable(text string) string {
	if scratch := j.candidate.Scratch; scratch != "" {
		text = strings.ReplaceAll(text, scratch, "DIRECTORY")
	}
	text = caseNames.ReplaceAllLiteralString(text, "CASE")
	text = localPorts.ReplaceAllString(text, "$1:PORT")
	return randomNames.ReplaceAllLiteralString(text, "zsv-test-NAME")
}

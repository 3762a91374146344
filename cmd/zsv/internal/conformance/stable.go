package conformance

import (
	"regexp"
	"strings"
	"sync"
)

// changing matches what is another one each time in what is said, the ports of this machine and the names and directories of a
// case, each with what stands for it.
var changing = sync.OnceValue(func() []change {
	return []change{
		{regexp.MustCompile(`\b(127\.0\.0\.1|localhost):\d+`), "$1:PORT"},
		{regexp.MustCompile(`zsv-test-[a-z2-7]{26}`), "zsv-test-NAME"},
		{regexp.MustCompile(`\bcase-\d+`), "CASE"},
	}
})

type change struct {
	from *regexp.Regexp
	to   string
}

// stable returns what is said of a program without that, so that the same program gives the same report.
func (j *judge) stable(text string) string {
	if scratch := j.candidate.Scratch; scratch != "" {
		text = strings.ReplaceAll(text, scratch, "DIRECTORY")
	}
	for _, c := range changing() {
		text = c.from.ReplaceAllString(text, c.to)
	}
	return text
}

package view

import (
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// loosenedSentence says by what the configuration checks less than zsv does by itself, and where.
func loosenedSentence(l resolve.Loosened) string {
	setting := scrub(l.Setting)
	if l.Setting == "rule" {
		setting = "the rule " + name(l.Name)
	}
	return setting + " is " + name(l.Value) + ", at " + loosenedPlace(l).String()
}

func loosenedPlace(l resolve.Loosened) place {
	return place{file: l.File, line: l.Line, column: l.Column}
}

// loosenedNote says all of it in one line, for the formats that list results; "" where there is nothing to say.
func loosenedNote(all []resolve.Loosened) string {
	if len(all) == 0 {
		return ""
	}
	sentences := make([]string, len(all))
	for i, l := range all {
		sentences[i] = loosenedSentence(l)
	}
	return "This configuration checks less than zsv does by itself: " + strings.Join(sentences, "; ") + "."
}

package view

import (
	"strings"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// isEmpty says whether a key is there but holds nothing: present, and yet most likely a mistake.
func isEmpty(c *resolve.Check) bool {
	return c.Status == resolve.StatusPresent && c.Reason == providers.Empty
}

// emptyNote warns of empty keys in one line, for the formats that list results, where a present key is none; "" where
// there is nothing to say.
func emptyNote(checks []resolve.Check) string {
	var empty []string
	for i := range checks {
		if c := &checks[i]; isEmpty(c) {
			empty = append(empty, subject(c)+whereabouts(c)+atFirstUse(c))
		}
	}
	if len(empty) == 0 {
		return ""
	}
	return "Present, but empty: " + strings.Join(empty, "; ") + "."
}

func atFirstUse(c *resolve.Check) string {
	if len(c.Uses) == 0 {
		return ""
	}
	return ", at " + usePlace(c.Uses[0]).String()
}

package view

import (
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// A shared explanation is one that all unverified secrets of a group have in common, as they do when the store itself
// cannot be asked. It is written once above them.
type shared struct {
	why     string
	secrets int
}

// sharedReason returns the explanation that at least two secrets have, where no secret has another.
func sharedReason(checks []resolve.Check) shared {
	var s shared
	for secret := range runs(checks, sameSecret) {
		t := tallyOf(secret)
		if symbol, _ := t.verdict(""); symbol != symbolUnverified {
			continue
		}
		if t.why == "" || s.secrets > 0 && t.why != s.why {
			return shared{}
		}
		s.why = t.why
		s.secrets++
	}
	if s.secrets < 2 {
		return shared{}
	}
	return s
}

func (s shared) write(l *lines) {
	if s.secrets == 0 {
		return
	}
	beginning := strings.Repeat(" ", secretIndent) + l.paint(symbolStyles[symbolUnverified], symbolUnverified) + " "
	l.detail(beginning, secretIndent+2, count(s.secrets, "secret")+" not verified: "+s.why)
	l.print()
}

package resolve

import (
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
)

// scanRemedy returns the command that sets a key which scanned files refer to, as far as zsv has one: zsv apply knows
// nothing of these files, and no other command of a provider that stands on a command line only.
func (p *Plan) scanRemedy(check *Check, q *question) string {
	if p.scan.given {
		return ""
	}
	command := "zsv secret create"
	if check.Status == StatusMissingKey {
		command = "zsv secret update"
	}
	words := append([]string{command, shell.Quote(check.Secret), "-i"}, p.ConfigurationFlags()...)
	return strings.Join(append(words, "--provider", shell.Quote(q.store.addr.Type+"."+q.store.addr.Name)), " ")
}

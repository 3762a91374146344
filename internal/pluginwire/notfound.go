package pluginwire

import (
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// A NotFound says that there is no program to run.
type NotFound struct {
	Detail string
	// Advice is what to do about it: see providers.Answer.
	Advice []string
	// Headline says the same in a few words: "zsv-provider-x not found".
	Headline string
}

// Error returns the detail.
func (n *NotFound) Error() string { return n.Detail }

// Unwrap returns the same as providers give errors.
func (n *NotFound) Unwrap() error {
	detail := n.Detail
	if len(n.Advice) > 0 {
		detail += "; " + strings.Join(n.Advice, " ")
	}
	return &providers.Error{Reason: providers.Plugin, Detail: detail}
}

package plugin

import (
	"errors"
	"fmt"
)

// A Violation says how a program broke the protocol. What it said counts as nothing then.
type Violation struct {
	// Text is a clause of which the program is the subject: "answered with another id".
	Text string
	// gone says that it ended without a byte of an answer.
	gone bool
}

// Error returns the clause.
func (v *Violation) Error() string { return v.Text }

func violation(format string, args ...any) error {
	return &Violation{Text: fmt.Sprintf(format, args...)}
}

// isGone says whether a program ended without a byte of an answer.
func isGone(err error) bool {
	var v *Violation
	return errors.As(err, &v) && v.gone
}

package pluginwire

import (
	"errors"
	"fmt"
)

// A Violation says how a program broke the protocol. What it said counts as nothing then.
type Violation struct {
	// Text is a clause of which the program is the subject: "answered with another id".
	Text string
	// untouched says that it ended without a byte of an answer, and without having read a byte of the request.
	untouched bool
}

// Error returns the clause.
func (v *Violation) Error() string { return v.Text }

func violation(format string, args ...any) error {
	return &Violation{Text: fmt.Sprintf(format, args...)}
}

// isUntouched says whether a program ended before it looked at the request.
func isUntouched(err error) bool {
	var v *Violation
	return errors.As(err, &v) && v.untouched
}

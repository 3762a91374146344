package child

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// The exit codes of a shell for a command that it cannot start.
const (
	CannotExecute = 126
	NotFound      = 127
)

// An Error says why a command was not started.
type Error struct {
	Code   int // as a shell's
	Reason string
}

// Error returns the reason.
func (e *Error) Error() string { return e.Reason }

// longest is the size from which on a variable may be the reason that a system takes no environment: what Linux allows
// each.
const longest = 128 << 10

// explain makes an Error of what the system says about starting a file that was found.
func (c *Command) explain(err error) *Error {
	reason := "it cannot be executed: "
	var number syscall.Errno
	switch {
	case errors.Is(err, syscall.ENOENT):
		reason += "its first line, #!, names a program that does not exist"
	case errors.Is(err, syscall.ENOEXEC):
		reason += "it is no program for this system, nor a script that names its interpreter in a first line #!"
	case errors.Is(err, syscall.E2BIG):
		reason += "its arguments and its environment are more than the system takes" + c.tooLong()
	case errors.As(err, &number):
		reason += number.Error()
	default:
		reason += "the system refuses"
	}
	return &Error{CannotExecute, reason}
}

// tooLong names the variables that are too long.
func (c *Command) tooLong() string {
	text := ""
	for _, entry := range c.Environ {
		if name, value, _ := strings.Cut(entry, "="); len(entry) >= longest {
			text += fmt.Sprintf("; the variable %s has %d bytes", name, len(value))
		}
	}
	return text
}

package pluginwire

import (
	"errors"
	"syscall"
)

// WhyNot says why a program that was found cannot be started, as a clause.
func WhyNot(err error) string { return why(err) }

// why says why a file that was found cannot be executed.
func why(err error) string {
	var number syscall.Errno
	switch {
	case errors.Is(err, syscall.ENOENT):
		return "its first line, #!, names a program that does not exist"
	case errors.Is(err, syscall.ENOEXEC):
		return "it is no program for this system, nor a script that names its interpreter in a first line #!"
	case errors.Is(err, syscall.E2BIG):
		return "its environment is more than the system takes"
	case errors.As(err, &number):
		return number.Error()
	default:
		return "the system refuses"
	}
}

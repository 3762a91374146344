package file

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/zsv-dev/zsv/providers"
)

// isMissing says whether a store is not there, which is an answer and no failure.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// explain says why a store could not be read, without a word of what is in it.
func (c *checker) explain(err error) error {
	var known *providers.Error
	if errors.As(err, &known) {
		return known
	}
	reason, detail := providers.Invalid, c.unfit(err)
	var refused *untrusted
	switch {
	case detail != "":
	case errors.As(err, &refused):
		reason, detail = providers.Untrusted, c.trust.remedy(c.path, refused.path)
	case errors.Is(err, fs.ErrPermission):
		reason = providers.Denied
		detail = strconv.Quote(c.path) + " cannot be read: permission denied; allow it to be read by the user who runs zsv"
	default:
		reason, detail = providers.ServerError, strconv.Quote(c.path)+" cannot be read: "+cause(err)
	}
	return &providers.Error{Reason: reason, Detail: detail, Err: err}
}

// unfit says why what is at the path is no store; "" if it is not for that reason that it could not be read.
func (c *checker) unfit(err error) string {
	path := strconv.Quote(c.path)
	var broken *malformed
	switch {
	case errors.As(err, &broken):
		return fmt.Sprintf("%s cannot be read as %s: %s", path, c.format, broken)
	case errors.Is(err, errTooLarge):
		return fmt.Sprintf("%s has more than %d MiB; split it into several files", path, maxSize>>20)
	case errors.Is(err, errDirectory):
		return fmt.Sprintf("%s is a directory, not a file in the format %s; name a file, or write format = %q", path, c.format,
			formatDirectory)
	case errors.Is(err, errFile):
		return path + " is a file, not a directory; write the file's format in the provider's block"
	case errors.Is(err, errNoFormat):
		return "the name of " + path + " does not tell its format; write format = \"yaml\", \"json\" or \"dotenv\" in the " +
			"provider's block"
	case errors.Is(err, errIrregular):
		return path + " is neither a file nor a directory"
	case errors.Is(err, errLinks):
		return fmt.Sprintf("%s leads through more than %d links, or in a circle", path, maxLinks)
	default:
		return ""
	}
}

// cause returns the operating system's words for a failure, and no other error's.
func cause(err error) string {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number.Error()
	}
	return "the operating system gives no reason"
}

// remedy says how the user allows a path.
func (t trust) remedy(written, reached string) string {
	file := "zsv's user configuration"
	if t.configFile != "" {
		file = strconv.Quote(t.configFile)
	}
	where := strconv.Quote(written) + " is"
	if written != reached {
		where = strconv.Quote(written) + " leads to " + strconv.Quote(reached) + ","
	}
	lies := "outside the project"
	if inGit(reached, string(filepath.Separator)) {
		lies = "in git's own directory, which is nobody's store,"
	}
	return fmt.Sprintf("%s %s and was not opened; to allow it, add to %s: trusted_paths = [%s]", where, lies, file,
		quoteHCL(reached))
}

// quoteHCL returns text as a string of HCL.
func quoteHCL(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(text))
}

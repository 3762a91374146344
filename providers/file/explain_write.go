package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"syscall"

	"github.com/zsv-dev/zsv/providers"
)

// refusals are the errors that keep a store from being changed, with what is said of its path; the first that fits counts.
var refusals = []struct {
	err    error
	reason providers.Reason
	words  string
}{
	{errReadOnly, providers.Denied, "is read-only and was not changed; allow its owner to write it, with chmod u+w, if it is to be"},
	{errScratch, providers.Invalid, "was not changed: " + scratchName + " beside it must be a directory, with files of zsv's " +
		"alone; remove what is there"},
	{errMounted, providers.Unsupported, "was not changed: Kubernetes keeps it up to date, and would undo the change; change the " +
		"Secret in Kubernetes"},
	{errShared, providers.Unsupported, "was not changed: the secret's directory has directories, which are secrets of their " +
		"own; delete or rename those first"},
	{errNested, providers.Invalid, "was not changed: the new name is inside of the old one"},
	{errNoWay, providers.Unsupported, noWay},
	{errBoundless, providers.Unsupported, noWay},
	{errWouldBeTooLarge, providers.Invalid, fmt.Sprintf("was not changed: it would have more than %d MiB, which zsv does not "+
		"read; keep large values elsewhere", maxSize>>20)},
	{errWouldBeTooIntricate, providers.Invalid, fmt.Sprintf("was not changed: it would have more than %d lines, items and keys, "+
		"which zsv does not read; keep large values elsewhere", maxEntries)},
	{syscall.EROFS, providers.Denied, "was not changed: it is on a file system that is mounted read-only; change the secret " +
		"where it is mounted from"},
	{fs.ErrPermission, providers.Denied, "was not changed: permission denied; zsv writes the file and, beside it, the directory " +
		scratchName + ": allow the user who runs zsv to write in that directory"},
	{syscall.EBUSY, providers.Denied, "was not changed: the file is mounted by itself, so that no other can take its place; " +
		"mount its directory"},
}

const noWay = "was not changed: the change cannot be made without changing something else in the file; make it by hand"

// explainWrite says why a store was not changed.
func (c *checker) explainWrite(err error) error {
	var known *providers.Error
	var refused *untrusted
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, providers.ErrSecretExists), errors.Is(err, providers.ErrSecretMissing):
		return err
	case errors.As(err, &known):
		return known
	case errors.As(err, &refused), c.unfit(err) != "":
		return c.explain(err)
	}
	unchanged := &providers.Error{Reason: providers.ServerError, Detail: "was not changed: " + cause(err), Err: err}
	for _, refusal := range refusals {
		if errors.Is(err, refusal.err) {
			unchanged.Reason, unchanged.Detail = refusal.reason, refusal.words
			break
		}
	}
	unchanged.Detail = strconv.Quote(c.path) + " " + unchanged.Detail
	return unchanged
}

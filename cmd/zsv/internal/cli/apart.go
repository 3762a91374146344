package cli

import (
	"io"
	"os"
)

// setApart puts a blank line between the plan and what is told after it, once, where a reader sees both.
func (a *applying) setApart() {
	if !a.apart && (a.shownToPeople || a.shown && a.outputsMeet()) {
		a.tell("\n")
	}
	a.apart = true
}

// outputsMeet says whether standard output and standard error lead to the same place: a terminal, a file, a pipe.
func (p *Process) outputsMeet() bool {
	out, err := stat(p.Stdout)
	told, toldErr := stat(p.Stderr)
	return err == nil && toldErr == nil && os.SameFile(out, told)
}

// stat describes the file behind a stream.
func stat(stream io.Writer) (os.FileInfo, error) {
	if file, ok := stream.(*os.File); ok {
		return file.Stat()
	}
	return nil, os.ErrInvalid
}

// Command zsv says which of the secrets that a configuration refers to exist, before the pipeline runs.
package main

import (
	"os"

	"golang.org/x/term"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// Set by the linker in releases.
var (
	version = ""
	commit  = ""
	date    = ""
)

func main() {
	dir, err := os.Getwd()
	process := &cli.Process{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Environ: os.Environ(), Dir: dir, DirError: err,
		StdoutTerminal: terminal(os.Stdout), StderrTerminal: terminal(os.Stderr),
		Build: cli.Build{Version: version, Commit: commit, Date: date},
	}
	os.Exit(process.Main())
}

func terminal(file *os.File) cli.Terminal {
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return cli.Terminal{}
	}
	return cli.Terminal{Is: true, Width: width}
}

// Command zsv says which of the secrets that a configuration refers to exist, before the pipeline runs.
package main

import (
	"os"
	"runtime/debug"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
)

// Set by the linker in releases, and by `make build`.
var (
	version = ""
	commit  = ""
	date    = ""
)

func main() {
	dir, err := os.Getwd()
	recorded, _ := debug.ReadBuildInfo() // None where Go recorded nothing.
	process := &cli.Process{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Environ: os.Environ(), Dir: dir, DirError: err,
		StdinTerminal: terminal.Of(os.Stdin), StdoutTerminal: terminal.Of(os.Stdout), StderrTerminal: terminal.Of(os.Stderr),
		Build: cli.Build{Version: version, Commit: commit, Date: date}.FilledFrom(recorded),
	}
	os.Exit(process.Main())
}

// Package child runs a command in zsv's place, as nearly as a parent can: the terminal, the signals and the exit code are
// the command's.
package child

import (
	"io"
	"os/exec"
)

// A Command is a program to run, and all that it gets. Of files it gets the three streams, and those that zsv itself was
// started with for others; none that zsv opened.
type Command struct {
	Name string
	Args []string // without the name
	// Dir is the absolute directory it starts in, to which a Name with a slash is relative.
	Dir     string
	Environ []string
	Stdin   io.Reader
	// What is an *os.File is the command's own. To any other writer its output is copied; two that are the same share one
	// pipe, so that the order of their text is kept.
	Stdout, Stderr io.Writer
}

// Run runs the command to its end and returns its exit code, 128+n where signal n ended it. The relay passes signals on
// meanwhile. An *Error says why the command was not started, any other error why its output could not be written.
//
// What the command wrote into a pipe is copied to the end. What processes write that it has left behind is copied for
// another second, and then no more: one that keeps the pipe open for ever must not keep zsv.
func (c *Command) Run(relay *Relay) (code int, err error) {
	path, problem := c.find()
	if problem != nil {
		return 0, problem
	}
	cmd := &exec.Cmd{Path: path, Args: append([]string{c.Name}, c.Args...), Env: append([]string{}, c.Environ...),
		Dir: c.Dir}
	streams, err := c.connect(cmd)
	if err != nil {
		return 0, &Error{CannotExecute, "there is no pipe for its output: " + err.Error()}
	}
	if err := cmd.Start(); err != nil {
		streams.close()
		return 0, c.explain(err)
	}
	streams.copy()
	relay.started(cmd.Process)
	_ = cmd.Wait() // What it says is in the state.
	relay.ended()
	return exitCode(cmd.ProcessState), streams.finish(relay.late)
}

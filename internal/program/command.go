package program

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// A Command is a program and all that it is started with. No shell comes between.
type Command struct {
	// Path is the absolute path of the file that is executed; Args are its arguments, without its name.
	Path string
	Args []string
	// Environ is its whole environment.
	Environ []string
	// Dir is the absolute directory that it starts in; "" is the root of the file system, where a project has no files that
	// could change what it does.
	Dir string
	// AsksUser says that it may ask the user for something at the terminal, where there is one. Then it stays in zsv's own
	// group, since others are stopped when they read from the terminal, and what it has started is not ended with it.
	AsksUser bool
}

// A Process is a program that runs, with those that it has started and that have not left its group.
type Process struct {
	cmd   *exec.Cmd
	group group
	alone bool
}

// Start starts the program with three streams, of which the first may be nil: nothing. A file that is just being written, by
// whoever installs it, cannot be executed for a moment, which is waited for.
func (c Command) Start(ctx context.Context, stdin, stdout, stderr *os.File) (*Process, error) {
	p := &Process{alone: c.AsksUser && hasTerminal()}
	for pause := time.Millisecond; ; pause *= 2 {
		p.cmd = &exec.Cmd{Path: c.Path, Args: append([]string{c.Path}, c.Args...), Env: append([]string{}, c.Environ...),
			Dir: c.dir(), Stdout: stdout, Stderr: stderr}
		if stdin != nil { // else it is empty
			p.cmd.Stdin = stdin
		}
		if !p.alone {
			p.cmd.SysProcAttr = ownGroup()
		}
		err := p.cmd.Start()
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.ETXTBSY) || pause > longestPause || !rest(ctx, pause) {
			return nil, err
		}
	}
	if !p.alone {
		p.group = groupOf(p.cmd.Process)
	}
	return p, nil
}

// longestPause is the last of the pauses in which it is waited for whoever writes a program's file: a quarter of a second in all.
const longestPause = 128 * time.Millisecond

// rest waits, and says whether ctx lasts.
func rest(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c Command) dir() string {
	if c.Dir != "" {
		return c.Dir
	}
	return filepath.VolumeName(c.Path) + string(filepath.Separator)
}

// PID returns the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Wait waits until the process itself has ended. It must be called, once.
func (p *Process) Wait() { _ = p.cmd.Wait() } // What it says is in the state.

// KillRest ends what the process has started.
func (p *Process) KillRest() {
	if !p.alone {
		p.group.kill()
	}
}

// Kill ends the process and what it has started. It is not for one that was waited for: its number may be another's.
func (p *Process) Kill() {
	p.KillRest()
	_ = p.cmd.Process.Kill()
}

// Code returns the exit code of a process that was waited for, -1 where a signal ended it.
func (p *Process) Code() int { return p.cmd.ProcessState.ExitCode() }

// How says how a process that was waited for ended, as a clause behind its name.
func (p *Process) How() string { return endOf(p.cmd.ProcessState) }

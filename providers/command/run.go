package command

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"syscall"
	"time"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// An outcome is what a run says of that which was asked for: the definition makes it Present or Missing, and everything else is
// Unverified with a reason.
type outcome struct {
	status providers.Status
	reason providers.Reason
	detail string
	stdout []byte // of what is present
	// ended is the error of the context that ended the run before there was an outcome.
	ended error
}

func unverified(reason providers.Reason, format string, args ...any) outcome {
	return outcome{reason: reason, detail: fmt.Sprintf(format, args...)}
}

// run runs a command line for a location, and for a key where it mentions one.
func (p *Provider) run(ctx context.Context, o *commandline.Operation, location, key string) outcome {
	values := maps.Clone(p.values)
	values[commandline.Location], values[commandline.Key] = location, key
	line, err := o.Fill(values, p.around.InHome)
	if err != nil {
		return unverified(providers.Invalid, "%s, so nothing was run", err)
	}
	path, err := p.find(line[0])
	if err != nil {
		return unverified(providers.Plugin, "%s; install it, or correct run in %s", err, p.definition())
	}
	allowed := p.command.Timeout
	if allowed == 0 {
		allowed = defaultTimeout
	}
	limited, cancel := context.WithTimeout(ctx, allowed)
	defer cancel()
	p.requests.Add(1)
	environ := p.search.Environment(p.around.Environ, p.command.Environment)
	result, err := program.Run{MaxOutput: maxOutput, Command: program.Command{Path: path, Args: line[1:],
		Environ: environ}}.Do(limited)
	p.around.Log.Debug("command: ended", "command", p.name, "location", location, "key", key, "how", result.How, "error", err)
	switch {
	case ctx.Err() != nil:
		return outcome{ended: ctx.Err(), reason: providers.Interrupted}
	case err != nil:
		return p.failure(line, err, allowed)
	}
	return p.judge(o, line, result, func() string { return p.said(environ, result) })
}

// failure says why there is no result.
func (p *Provider) failure(line []string, err error, allowed time.Duration) outcome {
	var number syscall.Errno
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return unverified(providers.Timeout, "%s was not done within %s and was ended: it may wait for a login, which it cannot have "+
			"here; timeout in %s gives it longer; to see, run: %s", line[0], allowed, p.definition(), asTyped(line))
	case errors.Is(err, program.ErrTooMuch):
		return unverified(providers.Plugin, "%s printed more than %d MiB and was ended", line[0], maxOutput>>20)
	case errors.Is(err, program.ErrLeftOpen):
		return unverified(providers.Plugin, "%s %s, so what it printed may not be all", line[0], program.ErrLeftOpen)
	case errors.As(err, &number):
		return unverified(providers.Plugin, "%s cannot be started: %s", line[0], number.Error())
	default:
		return unverified(providers.Plugin, "%s cannot be started", line[0])
	}
}

// judge has the definition explain a result. A failure that it knows is no missing secret, and what could be either is neither.
func (p *Provider) judge(o *commandline.Operation, line []string, r program.Result, said func() string) outcome {
	failed := func(code int) bool { return code != 0 }
	if r.Code < 0 {
		return unverified(providers.Plugin, "%s %s; to see why, run: %s", line[0], r.How, asTyped(line))
	}
	for _, f := range p.command.Failures {
		if f.Fits(r.Code, r.Stdout, r.Stderr, failed) {
			return p.known(f, line, r, said)
		}
	}
	missing, present := false, len(o.Present) == 0 && r.Code == 0
	for _, m := range p.command.Missing {
		missing = missing || m.Fits(r.Code, r.Stdout, r.Stderr, failed)
	}
	for _, one := range o.Present {
		present = present || one.Fits(r.Code, r.Stdout, r.Stderr, func(code int) bool { return code == 0 })
	}
	switch {
	case missing && present:
		return unverified(providers.Plugin, "%s %s, which is both present and missing to %s", line[0], r.How, p.definition())
	case missing:
		return outcome{status: providers.Missing}
	case present:
		return outcome{status: providers.Present, stdout: r.Stdout}
	default:
		return unverified(providers.Plugin, "%s %s%s, which %s does not explain; to see why, run: %s", line[0], r.How, said(),
			p.definition(), asTyped(line))
	}
}

// known is the outcome of a failure that the definition knows.
func (p *Provider) known(f commandline.Failure, line []string, r program.Result, said func() string) outcome {
	if f.Detail != "" {
		return unverified(providers.Reason(f.Reason), "%s", plain(f.Detail)+said())
	}
	return unverified(providers.Reason(f.Reason), "%s %s%s; to see why, run: %s", line[0], r.How, said(), asTyped(line))
}

// asTyped returns a command line as one would type it.
func asTyped(line []string) string {
	quoted := make([]string, len(line))
	for i, argument := range line {
		quoted[i] = shell.Quote(argument)
	}
	return plain(strings.Join(quoted, " "))
}

// definition names the definition of the command, and its file.
func (p *Provider) definition() string {
	return fmt.Sprintf("command %q in %s", p.name, p.configFile())
}

func (p *Provider) configFile() string {
	if p.around.ConfigFile == "" {
		return "your own configuration"
	}
	return fmt.Sprintf("%q", p.around.ConfigFile)
}

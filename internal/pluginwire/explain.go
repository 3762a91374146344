package pluginwire

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// explain says to people what came of asking a process that does not count any more.
func (s *session) explain(process *Process, x *exchange, err error) error {
	program := s.program.String()
	known := &providers.Error{Reason: providers.Plugin, Err: err}
	if errors.Is(err, errLate) {
		known.Reason = providers.Timeout
		known.Detail = fmt.Sprintf("%s did not answer within %s%s; raise the argument timeout of the provider, or run: "+
			"zsv provider test %s", program, s.timeout, s.wrote(process), program)
		return known
	}
	if x.isChange && x.wasSent { // Whoever writes must know that something may have been written.
		known.Reason = providers.Unreachable
	}
	known.Detail = fmt.Sprintf("%s %s%s; run: zsv provider test %s", program, err, s.wrote(process), program)
	return known
}

// stopped is the error where the run ended before the program answered. Its own time being over, it is said whose answer was
// awaited.
func (s *session) stopped(ctx context.Context) error {
	cause := context.Cause(ctx)
	if !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	program := s.program.String()
	return &providers.Error{Reason: providers.Timeout, Err: cause, Detail: fmt.Sprintf("%s did not answer before the time of the "+
		"whole run was over; raise --timeout, or run: zsv provider test %s", program, program)}
}

// notStarted says why the program cannot be executed.
func (s *session) notStarted(err error) error {
	return &providers.Error{Reason: providers.Plugin, Err: err,
		Detail: fmt.Sprintf("%s cannot be executed: %s", s.program.String(), why(err))}
}

// mostWritten is how much of the end of standard error stands in a sentence.
const mostWritten = 300

// wrote returns the end of what the process wrote to standard error, as a clause to append. It is left out where the process
// has seen values.
func (s *session) wrote(process *Process) string {
	if text := s.stderr(process, mostWritten); text != "" {
		return fmt.Sprintf("; it wrote: %q", text)
	}
	return ""
}

// stderr returns the end of what the process wrote to standard error, as far as it may be shown.
func (s *session) stderr(process *Process, most int) string {
	if process == nil || s.sawValues.Load() {
		return ""
	}
	return lastLines(s.memory.screen(process.source.Environ, process.Stderr()), most)
}

// lastLines returns as many of the last lines of a text as fit, in one.
func lastLines(text string, most int) string {
	var kept []string
	length := 0
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.TrimSpace(Plain(strings.ToValidUTF8(lines[i], "?")))
		if line == "" {
			continue
		}
		if length += len(line); length > most && len(kept) > 0 {
			break
		}
		kept = append([]string{clip(line, most)}, kept...)
	}
	return strings.Join(kept, " / ")
}

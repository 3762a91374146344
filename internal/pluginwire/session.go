package pluginwire

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// A session is the conversation with one program: one process at a time, one request at a time.
type session struct {
	source Source
	// envelope is what all requests have in common.
	envelope request
	// arguments are those of the block, and remedy what is said where there is something wrong with them.
	arguments map[string]any
	remedy    Remedy
	// timeout is what the program has for each answer.
	timeout time.Duration
	// settle is how long it is looked, at the end of a conversation, for what was not asked for.
	settle   time.Duration
	requests atomic.Int64 // to the store, as the program tells

	// turn is held by the one whose requests are under way; a channel, so that waiting for it ends with the context. Who holds
	// it may touch what follows.
	turn    chan struct{}
	lastID  int64
	program Program
	isFound bool
	broken  error // why nothing that the program says counts any more
	hello   *Hello
	// hasLearned says that it was asked for its hello although nobody waits for it.
	hasLearned bool

	// lock guards the process, which Close ends whatever is under way.
	lock    sync.Mutex
	process *Process
	// answered is how many requests the process has answered.
	answered int
	// memory knows the values that must not be shown.
	memory memory
	// sawValues says that it was given values, or gave some, so that what it writes to standard error is not shown.
	sawValues atomic.Bool
}

// An exchange is one request and what becomes of it.
type exchange struct {
	request request
	// isSecret says that the request or its answer holds values.
	isSecret bool
	// sends are the values that the request holds.
	sends []providers.Value
	// isChange says that the store is another one afterwards.
	isChange bool
	// isLast says that nothing follows soon, so that it is looked for what was not asked for.
	isLast bool
	// read takes the answer. Its error is a *Violation.
	read func(answer) error

	// wasSent says that the program may have got the request.
	wasSent bool
}

// take waits for the turn.
func (s *session) take(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (s *session) release() { <-s.turn }

var (
	errLate   = errors.New("too late")
	errClosed = &providers.Error{Reason: providers.Interrupted, Detail: "the run ended before the program answered"}
)

// ask sends a request and has its answer read. It is for the one whose turn it is.
//
// The error is that of ctx where that ended, what the program itself gives as the reason, or says how the protocol was broken.
// What breaks it once breaks the session. All but that of ctx are *providers.Error.
func (s *session) ask(ctx context.Context, x *exchange) error {
	if s.broken != nil {
		return s.broken
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	limited, cancel := context.WithTimeoutCause(ctx, s.timeout, errLate)
	defer cancel()
	started := time.Now()
	process, err := s.attempt(limited, x)
	s.program.log().Debug("plugin: asked", "provider", s.envelope.Provider.Name, "method", x.request.Method,
		"took", time.Since(started), "succeeded", err == nil)
	if err == nil {
		return nil
	}
	var known *providers.Error
	isKnown, wasClosed := errors.As(err, &known), process != nil && process.isAbandoned()
	switch {
	case isKnown && process == nil: // It was not found.
		s.broken = err
	case isKnown:
	case wasClosed:
		return errClosed
	case ctx.Err() != nil:
		s.end(process)
		return s.stopped(ctx)
	default:
		s.end(process)
		err = s.explain(process, x, err)
		s.broken = err
	}
	return err
}

// attempt asks a process. One that has answered before may have exited since, as a program may: then the next one is asked. It
// has not looked at the request, so that even a change is made once.
func (s *session) attempt(ctx context.Context, x *exchange) (*Process, error) {
	for {
		process, answered, err := s.running(ctx)
		if err != nil {
			return nil, err
		}
		err = s.converse(ctx, process, x)
		if answered == 0 || !isUntouched(err) || process.isAbandoned() {
			return process, err
		}
		s.end(process)
	}
}

// running returns the process, started if there is none, and how many requests it has answered.
func (s *session) running(ctx context.Context) (process *Process, answered int, err error) {
	if err := s.lookUp(); err != nil {
		return nil, 0, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.process != nil {
		return s.process, s.answered, nil
	}
	process, err = s.program.Start(ctx)
	if err != nil {
		return nil, 0, s.notStarted(err)
	}
	s.process, s.answered = process, 0
	s.sawValues.Store(false)
	return process, 0, nil
}

func (s *session) lookUp() (err error) {
	if !s.isFound {
		s.program, err = s.source.Find()
		s.isFound = err == nil
	}
	return err
}

// converse has a process answer a request.
func (s *session) converse(ctx context.Context, process *Process, x *exchange) error {
	if process.Unasked(0) {
		return errUnasked
	}
	s.lastID++
	r := x.request
	r.ID, r.Timeout = s.lastID, s.timeout.Seconds()
	if deadline, ok := ctx.Deadline(); ok {
		r.Timeout = secondsOf(time.Until(deadline))
	}
	line := encode(r)
	x.wasSent = true
	if x.isSecret {
		s.sawValues.Store(true)
		s.memory.add(x.sends)
	}
	sending := process.send(line)
	text, err := process.Receive(ctx)
	if err != nil {
		return s.unanswered(process, sending, text, err)
	}
	s.program.log().Log(ctx, levelTrace, "plugin: answer", "method", r.Method, "id", r.ID, "request", len(line),
		"answer", len(text))
	err = s.read(x, text)
	if x.isSecret {
		clear(text)
	}
	if known := (*Violation)(nil); errors.As(err, &known) {
		return err
	}
	if worse := s.afterwards(process, x, sending); worse != nil {
		return worse
	}
	return err
}

// levelTrace is the level below debug.
const levelTrace = slog.LevelDebug - 4

func (s *session) read(x *exchange, text []byte) error {
	a, err := readAnswer(text, s.lastID, func(a answer) screen {
		s.memory.add(x.values(a))
		return s.screen
	})
	if err != nil {
		return err
	}
	if a.disclosed() {
		s.sawValues.Store(true)
		if x.request.ReadValues == providers.ReadNever && x.request.isCheck() {
			return violation("read values, which read_values = %q forbids", providers.ReadNever)
		}
	}
	s.lock.Lock()
	s.answered++
	s.lock.Unlock()
	s.requests.Add(a.requests)
	if a.failure != nil {
		s.complete(&a.failure.said)
		return a.failure
	}
	return x.read(a)
}

// afterwards looks whether the process has read what it answered to, and whether it says more.
func (s *session) afterwards(process *Process, x *exchange, sending <-chan sent) error {
	select {
	case <-sending: // An error means that it has exited meanwhile, as it may.
	case <-process.exited:
	case <-time.After(aftermath):
		return violation("answered before it had read the request")
	}
	if x.isLast && process.Unasked(s.settle) || process.Unasked(0) {
		return errUnasked
	}
	return nil
}

var errUnasked = violation("wrote something that it was not asked for")

// unanswered says why there is no answer; text is what came of it.
func (s *session) unanswered(process *Process, sending <-chan sent, text []byte, err error) error {
	switch {
	case errors.Is(err, errTooLong):
		return violation("wrote more than %d MiB for one answer", longestAnswer>>20)
	case !errors.Is(err, errEnd):
		return err // of the context
	case len(text) == 0:
		return &Violation{Text: process.how() + " before it answered", untouched: process.tookNothing(sending)}
	default:
		return violation("%s before its answer was whole: it does not end with a newline", process.how())
	}
}

// end ends a process that is not to be asked again.
func (s *session) end(process *Process) {
	if process == nil {
		return
	}
	s.lock.Lock()
	if s.process == process {
		s.process = nil
	}
	s.lock.Unlock()
	process.Kill()
	process.hasExited(patience)
	s.logErrors(process)
}

// close ends the process, whatever is under way. The next request starts another one.
func (s *session) close() {
	s.lock.Lock()
	process := s.process
	s.process = nil
	s.lock.Unlock()
	if process == nil {
		return
	}
	if !process.Close() {
		process.source.log().Warn("plugin: killed, because it did not exit when its standard input ended",
			"program", process.source.String())
	}
	s.logErrors(process)
}

// logErrors shows who looks for a problem what a process wrote to standard error.
func (s *session) logErrors(process *Process) {
	log := process.source.log()
	if !log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	if text := s.stderr(process, tailSize); text != "" {
		log.Debug("plugin: standard error", "program", process.source.String(), "end", text)
	}
}

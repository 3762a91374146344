package child

import (
	"errors"
	"os"
	"slices"
	"sync"
)

// A Relay passes on to a command the signals that zsv is sent, each once. It is safe for concurrent use.
//
// A signal that comes from the terminal goes to all processes of its foreground group, so the command has it already: see
// terminal.reaches. What comes before the command is started is kept for it. Nothing ends zsv before the command; once
// that has ended, a signal that asks zsv to end is one to wait for nothing more.
type Relay struct {
	terminal terminal
	late     chan struct{}

	lock    sync.Mutex
	process *os.Process // nil before the start
	pending []os.Signal
	over    bool
	isLate  bool
}

// NewRelay returns a relay for a command that is to be started.
func NewRelay() *Relay { return &Relay{terminal: controllingTerminal(), late: make(chan struct{})} }

// Take takes one signal.
func (r *Relay) Take(signal os.Signal) {
	r.lock.Lock()
	defer r.lock.Unlock()
	switch {
	case slices.Contains(swallowed, signal):
	case r.over:
		r.hurry(signal)
	case r.process == nil:
		r.pending = append(r.pending, signal)
	case !r.terminal.reaches(signal, r.process.Pid):
		r.send(signal)
	}
}

func (r *Relay) send(signal os.Signal) {
	if errors.Is(r.process.Signal(signal), os.ErrProcessDone) {
		r.hurry(signal)
	}
}

// hurry notes that nobody wants to wait any more.
func (r *Relay) hurry(signal os.Signal) {
	if !r.isLate && slices.Contains(ending, signal) {
		r.isLate = true
		close(r.late)
	}
}

func (r *Relay) started(process *os.Process) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.process = process
	for _, signal := range r.pending {
		r.send(signal)
	}
}

func (r *Relay) ended() {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.over = true
}

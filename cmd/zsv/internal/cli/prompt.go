package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
)

// typing is what a run knows of the terminal that people type into.
type typing struct {
	once  sync.Once
	input *bufio.Reader

	lock  sync.Mutex
	show  func() // makes visible again what is typed; nil where it is
	ended bool   // the run has ended: nothing hides what is typed any more
}

// canAsk says whether people can be asked: they type into a terminal, and see the questions on one.
func (r *invocation) canAsk() bool { return r.StdinTerminal.Is && r.StderrTerminal.Is }

// input returns standard input, read ahead by one reader only.
func (r *invocation) input() *bufio.Reader {
	r.typing.once.Do(func() { r.typing.input = bufio.NewReader(r.Stdin) })
	return r.typing.input
}

// ask shows a question, which ends in ": ", and returns the line that is typed, without blanks around it. zsv shows that
// line itself, and drops what comes with it: the lines of a paste that follow it may be secrets, which would be seen, or
// taken for the answer to another question. An interrupt abandons the run; the end of the input is terminal.ErrInterrupted.
func (r *invocation) ask(question string) (string, error) {
	r.listen()
	if err := r.hideTyping(); err != nil {
		return "", err
	}
	r.tell(question)
	line, err := terminal.ReadShown(r.input(), r.Stderr)
	if err != nil {
		r.tell("\n")
		return "", err
	}
	r.forgetTyped()
	return strings.TrimSpace(line), nil
}

// forgetTyped drops what was typed and not asked for yet.
func (r *invocation) forgetTyped() {
	_, _ = r.input().Discard(r.input().Buffered())
	r.StdinTerminal.Forget()
}

// forgetUnseen drops what was typed unseen and not read: the shell would show it, and take it for a command.
func (r *invocation) forgetUnseen() {
	r.typing.lock.Lock()
	defer r.typing.lock.Unlock()
	if r.typing.show != nil {
		r.StdinTerminal.Forget()
	}
}

// confirm asks for what only "yes" approves.
func (r *invocation) confirm(question string) (bool, error) {
	answer, err := r.ask(question)
	return answer == "yes", err
}

// askHidden shows a question, which ends in ": ", and returns what is typed unseen. See ask.
func (r *invocation) askHidden(question string) (providers.Value, error) {
	r.listen()
	if err := r.hideTyping(); err != nil {
		return providers.Value{}, err
	}
	r.tell(question)
	text, err := terminal.ReadHidden(r.input())
	r.tell("\n")
	if err != nil {
		return providers.Value{}, err
	}
	return providers.NewValue(string(text)), nil
}

// hideTyping keeps the terminal from showing what is typed, until showTyping: also between two prompts, where one types
// ahead.
func (r *invocation) hideTyping() error {
	r.typing.lock.Lock()
	defer r.typing.lock.Unlock()
	switch {
	case r.typing.ended:
		return terminal.ErrInterrupted
	case r.typing.show != nil:
		return nil
	}
	show, err := r.StdinTerminal.Hide()
	if err != nil {
		return ioError("Cannot hide what is typed", fmt.Errorf("the terminal cannot be kept from showing what is typed: %w", err))
	}
	brackets := r.getenv("TERM") != "dumb"
	if brackets {
		r.tell(terminal.BracketPastes)
	}
	r.typing.show = func() {
		if brackets {
			r.tell(terminal.PlainPastes)
		}
		show()
	}
	return nil
}

// showTyping makes visible again what is typed. It may be called from any goroutine, and more than once.
func (r *invocation) showTyping() {
	r.typing.lock.Lock()
	defer r.typing.lock.Unlock()
	if r.typing.show != nil {
		r.typing.show()
		r.typing.show = nil
	}
}

// endTyping makes visible for good what is typed.
func (r *invocation) endTyping() {
	r.showTyping()
	r.typing.lock.Lock()
	defer r.typing.lock.Unlock()
	r.typing.ended = true
	if r.typing.show != nil { // hidden again between the two
		r.typing.show()
	}
}

// tell writes text for people to standard error. Names in it must have gone through view.Plain.
func (r *invocation) tell(text string) { _, _ = io.WriteString(r.Stderr, text) }

// widestSentence is how many columns lines for people have at most: longer ones are hard to read.
const widestSentence = 100

// tellLine writes one sentence, or several: on a terminal in lines that fit it, elsewhere in one line, for programs.
func (r *invocation) tellLine(format string, args ...any) {
	text := view.Plain(fmt.Sprintf(format, args...))
	if r.StderrTerminal.Is {
		text = view.Sentences(text, min(r.StderrTerminal.Width, widestSentence))
	}
	r.tell(text + "\n")
}

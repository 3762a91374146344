package file

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// The flags with which people answer before they are asked.
const (
	acceptFlag = "--accept-recipient"
	dropFlag   = "--drop-recipient"
)

// flags returns a flag for each name, with a space before.
func flags(flag string, names []string) string {
	var all strings.Builder
	for _, name := range names {
		all.WriteString(" " + flag + " " + name)
	}
	return all.String()
}

// Answers are what the user says to one question about recipients, who is asked once about each.
type answers struct {
	ask  func(recipient string) bool // nil: all are a no
	lock sync.Mutex                  // of said, and never held while the user is asked: a store may be locked around it
	said map[string]bool
}

// isYes says whether the user has said yes.
func (a *answers) isYes(name string) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	return a.said[name]
}

// isSettled says whether there is nothing to ask.
func (a *answers) isSettled(name string) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	_, asked := a.said[name]
	return asked || a.ask == nil
}

// about asks about each name that is not settled, and returns those to whom the answer is no. No lock of a store is held
// meanwhile.
func (a *answers) about(names []string) (refused []string) {
	for _, name := range names {
		if !a.isSettled(name) {
			a.remember(name, a.ask(name))
		}
		if !a.isYes(name) {
			refused = append(refused, name)
		}
	}
	return refused
}

func (a *answers) remember(name string, yes bool) {
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.said == nil {
		a.said = map[string]bool{}
	}
	a.said[name] = yes
}

// An undecided error is about recipients whom the user is to be asked about, before anything is written.
type undecided struct {
	strangers []string // who may be let in
	unnamed   []string // who may be dropped
}

// Error counts them.
func (u *undecided) Error() string {
	return fmt.Sprintf("%d recipients are new to the store, and %d are left out", len(u.strangers), len(u.unnamed))
}

// consent asks about those whom a write failed for. The error is nil where there is reason to try again, and err itself
// where it is about something else.
func (f *ageFormat) consent(err error) error {
	var open *undecided
	if f == nil || !errors.As(err, &open) {
		return err
	}
	f.readers.asking.Lock()
	defer f.readers.asking.Unlock()
	if refused := f.readers.accept.about(open.strangers); len(refused) > 0 {
		return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("the configuration names recipients "+
			"who cannot read %s so far, and would from now on; if that is right, repeat the command with%s, else take them "+
			"out of recipients", strconv.Quote(f.path), flags(acceptFlag, refused))}
	}
	f.readers.drop.about(open.unnamed) // a no lets them stay
	return nil
}

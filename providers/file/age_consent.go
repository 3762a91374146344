package file

import (
	"errors"
	"fmt"
	"slices"
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
	ask  func(recipient, situation string) bool // nil: all are a no
	lock sync.Mutex                             // of said, and never held while the user is asked: a store may be locked around it
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

// about asks about each name that is not settled, and returns those to whom the answer is no. The situation is what it is
// about, for people. No lock of a store is held meanwhile.
func (a *answers) about(names []string, situation string) (refused []string) {
	for _, name := range names {
		if !a.isSettled(name) {
			a.remember(name, a.ask(name, situation))
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
	strangers []string // who can read the store, or would, and not by the user's doing
	unnamed   []string // who may be dropped
}

// Error counts them.
func (u *undecided) Error() string {
	return fmt.Sprintf("%d recipients are new to the user, and %d are left out", len(u.strangers), len(u.unnamed))
}

// consent asks about those whom a write failed for. The error is nil where there is reason to try again, and err itself
// where it is about something else.
func (f *ageFormat) consent(err error) error {
	var open *undecided
	if f == nil || !errors.As(err, &open) {
		return err
	}
	r, path := f.readers, strconv.Quote(f.path)
	r.asking.Lock()
	defer r.asking.Unlock()
	named := without(open.strangers, func(name string) bool { return !slices.Contains(r.named, name) })
	refused := r.accept.about(named, "The configuration names someone whom you have not let into "+path+" so far:")
	if len(refused) > 0 {
		return f.refuseNamed(refused)
	}
	unknown := without(open.strangers, func(name string) bool { return slices.Contains(r.named, name) })
	refused = r.accept.about(unknown, "Someone can read "+path+" whom you have not let in: somebody else did, or put another "+
		"file in its place:")
	refused = r.drop.about(refused, "You have not let them into "+path+", and it is not written as long as they can read it:")
	if len(refused) > 0 {
		return f.refuseUnknown(refused)
	}
	r.drop.about(without(open.unnamed, r.accept.isYes), "Someone can read "+path+" whom the configuration does not name; "+
		"anything but yes leaves them in:")
	return nil
}

// refuseNamed is about those whom the block names, and nobody has let in.
func (f *ageFormat) refuseNamed(names []string) error {
	return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("the configuration names recipients whom you have not "+
		"let into %s so far, and they could read it from now on; if that is right, repeat the command with%s, else take them out "+
		"of recipients", strconv.Quote(f.path), flags(acceptFlag, names))}
}

// refuseUnknown is about those who can read the store already, and not by the user's doing.
func (f *ageFormat) refuseUnknown(names []string) error {
	return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("%s is for recipients whom you have not let in: "+
		"someone else did since you last wrote to your stores here, or put another file in its place; see who changed it, and "+
		"if that is right, repeat the command with%s, else with%s", strconv.Quote(f.path), flags(acceptFlag, names),
		flags(dropFlag, names))}
}

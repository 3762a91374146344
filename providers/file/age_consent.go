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
	ask  func(recipient, situation string) bool // nil: all further ones are a no
	lock sync.Mutex                             // of said, and never held while the user is asked: a store may be locked around it
	said map[string]bool
}

// answered returns the answers of one who has said yes to some in advance.
func answered(yes []string, ask func(recipient, situation string) bool) *answers {
	a := &answers{ask: ask, said: map[string]bool{}}
	for _, name := range yes {
		a.said[name] = true
	}
	return a
}

// isYes says whether the user has said yes.
func (a *answers) isYes(name string) bool {
	a.lock.Lock()
	defer a.lock.Unlock()
	return a.said[name]
}

// yes returns all names to which the answer is yes.
func (a *answers) yes() (names []string) {
	a.lock.Lock()
	defer a.lock.Unlock()
	for name, yes := range a.said {
		if yes {
			names = append(names, name)
		}
	}
	return names
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
	a.said[name] = yes
}

// An undecided error is about recipients whom the user is to be asked about, before anything is written.
type undecided struct {
	newcomers []string // whom the block lets in
	unknown   []string // who can read the store, and not by the user's doing
	unnamed   []string // who may be dropped
}

// Error counts them.
func (u *undecided) Error() string {
	return fmt.Sprintf("%d recipients are new to the store, %d to the user, and %d are left out", len(u.newcomers), len(u.unknown),
		len(u.unnamed))
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
	refused := r.accept.about(open.newcomers, "The configuration names someone who could not read "+path+" so far:")
	if len(refused) > 0 {
		return f.refuseNewcomers(refused)
	}
	refused = r.accept.about(open.unknown, "Someone can read "+path+" whom you have not let in: somebody else did, or put another "+
		"file in its place:")
	droppable, named := r.split(refused)
	if len(named) == 0 {
		droppable = r.drop.about(droppable, "You have not let them into "+path+", and it is not written as long as they can read it:")
	}
	if len(droppable)+len(named) > 0 {
		return f.refuseUnknown(droppable, named)
	}
	r.drop.about(without(open.unnamed, r.accept.isYes), "Someone can read "+path+" whom the configuration does not name; "+
		"anything but yes leaves them in:")
	return nil
}

// refuseNewcomers is about those whom the block would let in.
func (f *ageFormat) refuseNewcomers(names []string) error {
	return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("the configuration names recipients who cannot read "+
		"%s so far, and would from now on; if that is right, repeat the command with%s, else take them out of recipients",
		strconv.Quote(f.path), flags(acceptFlag, names))}
}

// refuseUnknown is about those who can read the store already, and not by the user's doing. Those whom the block names cannot
// be dropped.
func (f *ageFormat) refuseUnknown(droppable, named []string) error {
	otherwise := "else with" + flags(dropFlag, slices.Concat(droppable, named))
	if len(named) > 0 {
		otherwise = "else take them out of recipients, and repeat it with" + flags(dropFlag, slices.Concat(droppable, named))
	}
	return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("%s can be read by recipients whom you have not let "+
		"in: someone else did since you last wrote here, or put another file in its place; see who changed it, and if that is "+
		"right, repeat the command with%s, %s", strconv.Quote(f.path), flags(acceptFlag, slices.Concat(droppable, named)), otherwise)}
}

// refuseDropped is about those whom the user drops and the block names.
func (f *ageFormat) refuseDropped(names []string) error {
	return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("the recipients of %s name %s, who would be let in "+
		"again by the next write; take them out of the provider's block before they are dropped", strconv.Quote(f.path),
		strings.Join(names, ", "))}
}

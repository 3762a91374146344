package file

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

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

var _ providers.Consenter = encryptedChecker{}

// Consent asks about recipients, as a write of the store as it is now would.
func (c encryptedChecker) Consent(ctx context.Context) error {
	for {
		err := c.decide()
		if err == nil {
			return nil
		}
		if err = c.encrypted.consent(err); err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return c.explainWrite(err)
		}
	}
}

// decide returns an *undecided where there is something to ask before the store is written.
func (c encryptedChecker) decide() error {
	at, err := c.trust.reach(c.path)
	var found store
	if err == nil {
		found, err = c.read(at)
	}
	if isMissing(err) {
		return c.encrypted.foresee()
	}
	if sealed, ok := found.(*ageDocument); ok && err == nil {
		sealed.at = at.path
		_, err = sealed.consented()
	}
	return err
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
	refused := r.accept.about(open.newcomers, "The configuration names someone who cannot read "+path+" yet:")
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
		"%s yet, and would from now on; if that is right, repeat the command with%s, else take them out of recipients",
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

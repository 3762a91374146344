package file

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"filippo.io/age"
	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/providers"
)

// A readership says who is to read an encrypted store. The block that names them can come from anyone, so whoever is new
// to the store needs the user's consent.
type readership struct {
	isNamed bool     // the block names recipients, be it none
	named   []string // sorted, each once

	accept func(recipient string) bool // may be nil
	asking sync.Mutex                  // keeps two questions from being asked at a time
	lock   sync.Mutex                  // of known, and never held while the user is asked: a store may be locked around it
	known  map[string]bool             // what the user said
}

// errNoRecipient is about text that is no public key.
var errNoRecipient = errors.New("no X25519 recipient of age")

// recipientOf returns a public key as age writes it.
func recipientOf(text string) (string, error) {
	one, err := age.ParseX25519Recipient(strings.TrimSpace(text))
	if err != nil {
		return "", errNoRecipient
	}
	return one.String(), nil
}

// newReadership reads the argument recipients.
func newReadership(block *providers.Block, accept func(string) bool) (*readership, hcl.Diagnostics) {
	r := &readership{isNamed: block.Has("recipients"), accept: accept, known: map[string]bool{}}
	var diags hcl.Diagnostics
	for i, text := range block.Strings("recipients") {
		name, err := recipientOf(text)
		if err != nil {
			diags = append(diags, block.Problem("recipients", "Invalid provider argument", notARecipient(i+1, text))...)
			continue
		}
		r.named = append(r.named, name)
	}
	slices.Sort(r.named)
	r.named = slices.Compact(r.named)
	return r, diags
}

// notARecipient says what is wrong with an item, without its text: it may be a private key.
func notARecipient(number int, text string) string {
	const public = `The argument "recipients" takes public keys of age that begin with age1, such as "age-keygen -y" prints them. `
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(strings.ToUpper(text), identityPrefix[:len("AGE-SECRET-KEY-")]):
		return public + fmt.Sprintf("Item %d is a private key, with which everyone who sees this file can read the store: make "+
			"another one, and write its public key here.", number)
	case strings.HasPrefix(text, "age1"):
		return public + fmt.Sprintf("Item %d is mistyped, or of a kind that zsv does not know: it knows X25519, without "+
			"plugins.", number)
	default:
		return public + fmt.Sprintf("Item %d is none.", number)
	}
}

// list returns who a store is encrypted for that was for others before, when one writes it whose public keys are own.
// Whoever writes it can read it afterwards.
func (r *readership) list(before, own []string) []string {
	list := before
	if r.isNamed {
		list = r.named
	}
	list = slices.Clone(list)
	if len(own) > 0 && !slices.ContainsFunc(own, func(key string) bool { return slices.Contains(list, key) }) {
		list = append(list, own[0])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// differ says whether a store gets other recipients when it is written.
func (r *readership) differ(before, own []string) bool {
	before = slices.Compact(slices.Sorted(slices.Values(before)))
	return !slices.Equal(before, r.list(before, own))
}

// strangers returns those who are new to a store and whom the user has not accepted.
func (r *readership) strangers(before, own []string) []string {
	r.lock.Lock()
	defer r.lock.Unlock()
	return slices.DeleteFunc(r.list(before, own), func(name string) bool {
		return slices.Contains(before, name) || slices.Contains(own, name) || r.known[name]
	})
}

// ask asks the user about each of them, once, and returns those who are refused. No lock of a store is held meanwhile.
func (r *readership) ask(strangers []string) (refused []string) {
	r.asking.Lock()
	defer r.asking.Unlock()
	for _, name := range strangers {
		accepted, asked := r.said(name)
		if !asked {
			accepted = r.accept != nil && r.accept(name)
			r.remember(name, accepted)
		}
		if !accepted {
			refused = append(refused, name)
		}
	}
	return refused
}

// said returns what the user said of a recipient, if asked.
func (r *readership) said(name string) (accepted, asked bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	accepted, asked = r.known[name]
	return accepted, asked
}

func (r *readership) remember(name string, accepted bool) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.known[name] = accepted
}

// A newcomers error is about recipients whom the user is to be asked about, before anything is written.
type newcomers struct{ names []string }

// Error counts them.
func (n *newcomers) Error() string {
	return fmt.Sprintf("%d recipients are new to the store", len(n.names))
}

// consent asks about those whom a write failed for. The error is nil where there is reason to try again, and err itself
// where it is about something else.
func (f *ageFormat) consent(err error) error {
	var unknown *newcomers
	if f == nil || !errors.As(err, &unknown) {
		return err
	}
	refused := f.readers.ask(unknown.names)
	if len(refused) == 0 {
		return nil
	}
	return &providers.Error{Reason: providers.Untrusted, Detail: fmt.Sprintf("the configuration names recipients "+
		"who cannot read %s so far, and would from now on; if that is right, repeat the command with %s, else take them "+
		"out of recipients", strconv.Quote(f.path), "--accept-recipient "+strings.Join(refused, " --accept-recipient "))}
}

// dropped says who cannot read a store any more.
func (f *ageFormat) dropped(before, after, own []string) []string {
	var gone []string
	for _, name := range before {
		if !slices.Contains(after, name) && !slices.Contains(own, name) {
			gone = append(gone, name)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("What is written to %s from now on cannot be read any more with the identity of %s. What it could "+
		"read so far may have been kept: replace the secrets that it must not know.", strconv.Quote(f.path),
		strings.Join(gone, ", "))}
}

// explainSealing says why a store could not be encrypted.
func (f *ageFormat) explainSealing(err error) error {
	if !errors.Is(err, errUnusableRecipient) {
		return err
	}
	return &providers.Error{Reason: providers.Invalid, Detail: strconv.Quote(f.path) + " was not written: one of its recipients " +
		"is no usable public key; look through recipients in the provider's block"}
}

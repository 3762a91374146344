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
// to the store needs the user's consent, and whoever can read it stays until the user drops them.
type readership struct {
	isNamed bool     // the block names recipients, be it none
	named   []string // sorted, each once

	asking  sync.Mutex // keeps two questions from being asked at a time
	accept  answers
	drop    answers
	noticed sync.Map // what people were told of those who stay, or that there is a difference
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
func newReadership(block *providers.Block, around providers.Surroundings) (*readership, hcl.Diagnostics) {
	r := &readership{isNamed: block.Has("recipients"), accept: answers{ask: around.AcceptRecipient},
		drop: answers{ask: around.DropRecipient}}
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
	list := slices.Clone(before)
	if r.isNamed {
		list = slices.Concat(r.named, r.staying(before, own))
	}
	if len(own) > 0 && !slices.ContainsFunc(own, func(key string) bool { return slices.Contains(list, key) }) {
		list = append(list, own[0])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// unnamed returns those who can read a store although its block leaves them out. One's own keys one may drop unasked.
func (r *readership) unnamed(before, own []string) []string {
	if !r.isNamed {
		return nil
	}
	return slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(before))), func(name string) bool {
		return slices.Contains(r.named, name) || slices.Contains(own, name)
	})
}

// staying returns those of them whom the user has not dropped.
func (r *readership) staying(before, own []string) []string {
	return slices.DeleteFunc(r.unnamed(before, own), r.drop.isYes)
}

// undecided returns those of them about whom the user is still to be asked.
func (r *readership) undecided(before, own []string) []string {
	return slices.DeleteFunc(r.unnamed(before, own), r.drop.isSettled)
}

// differ says whether a store gets other recipients when it is written.
func (r *readership) differ(before, own []string) bool {
	before = slices.Compact(slices.Sorted(slices.Values(before)))
	return !slices.Equal(before, r.list(before, own))
}

// newcomers returns those who are new to a store.
func (r *readership) newcomers(before, own []string) []string {
	return slices.DeleteFunc(r.list(before, own), func(name string) bool {
		return slices.Contains(before, name) || slices.Contains(own, name)
	})
}

// strangers returns those of them whom the user has not accepted.
func (r *readership) strangers(before, own []string) []string {
	return slices.DeleteFunc(r.newcomers(before, own), r.accept.isYes)
}

// gone says who cannot read a store any more.
func (f *ageFormat) gone(before, after, own []string) []string {
	gone := slices.DeleteFunc(slices.Clone(before), func(name string) bool {
		return slices.Contains(after, name) || slices.Contains(own, name)
	})
	if len(gone) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("What is written to %s from now on cannot be read any more with the identity of %s. What it could "+
		"read so far may have been kept: replace the secrets that it must not know.", strconv.Quote(f.path),
		strings.Join(gone, ", "))}
}

// stayed says, once a run, who can read a store although its block leaves them out.
func (f *ageFormat) stayed(names []string) []string {
	if len(names) == 0 || f.readers.hasNoticed(flags(dropFlag, names)) {
		return nil
	}
	return []string{fmt.Sprintf("Those whom recipients leaves out can still read %s; to end that, repeat the command with%s.",
		strconv.Quote(f.path), flags(dropFlag, names))}
}

// hasNoticed says whether people were told of something before.
func (r *readership) hasNoticed(text string) bool {
	_, before := r.noticed.LoadOrStore(text, true)
	return before
}

// explainSealing says why a store could not be encrypted.
func (f *ageFormat) explainSealing(err error) error {
	if !errors.Is(err, errUnusableRecipient) {
		return err
	}
	return &providers.Error{Reason: providers.Invalid, Detail: strconv.Quote(f.path) + " was not written: one of its recipients " +
		"is no usable public key; look through recipients in the provider's block"}
}

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

// A readership says who is to read an encrypted store. The block that names them can come from anyone, and so can the store,
// so whoever is new to the user needs consent, and whoever can read it stays until the user drops them.
type readership struct {
	isNamed bool     // the block names recipients, be it none
	named   []string // sorted, each once

	asking  sync.Mutex // keeps two questions from being asked at a time
	accept  *answers
	drop    *answers
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
	r := &readership{isNamed: block.Has("recipients"), accept: answered(around.AcceptedRecipients, around.AcceptRecipient),
		drop: answered(around.DroppedRecipients, around.DropRecipient)}
	var diags hcl.Diagnostics
	for i, text := range block.Strings("recipients") {
		name, err := recipientOf(text)
		if err != nil {
			diags = append(diags, block.ItemProblem("recipients", i, "Invalid provider argument", notARecipient(i+1, text))...)
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
	const public = `The argument "recipients" takes public keys of age that begin with age1, as zsv identity prints them. `
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
	list := slices.DeleteFunc(slices.Clone(before), func(name string) bool {
		return !slices.Contains(own, name) && r.drop.isYes(name)
	})
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
	return without(before, func(name string) bool { return slices.Contains(r.named, name) || slices.Contains(own, name) })
}

// staying returns those of them whom the user has not dropped.
func (r *readership) staying(before, own []string) []string {
	return slices.DeleteFunc(r.unnamed(before, own), r.drop.isYes)
}

// decide says what the user has still to decide before a store is written whose recipients, as far as the user knows them,
// are known: the error is an *undecided where there is something. Whom the user has just let in, is not to be dropped.
func (r *readership) decide(before, known, own []string) error {
	open := &undecided{
		newcomers: without(r.newcomers(before, own), r.accept.isYes),
		unknown:   without(r.unknown(before, known, own), r.accept.isYes),
		unnamed: without(r.unnamed(before, own), func(name string) bool {
			return r.drop.isSettled(name) || r.accept.isYes(name)
		}),
	}
	if len(open.newcomers)+len(open.unknown)+len(open.unnamed) == 0 {
		return nil
	}
	return open
}

// namedAndDropped returns those whom the block names and the user drops.
func (r *readership) namedAndDropped() []string {
	return without(r.named, func(name string) bool { return !r.drop.isYes(name) })
}

// differ says whether a store gets other recipients when it is written.
func (r *readership) differ(before, own []string) bool {
	return !slices.Equal(without(before, func(string) bool { return false }), r.list(before, own))
}

// newcomers returns those who are new to a store that is for others before.
func (r *readership) newcomers(before, own []string) []string {
	return without(r.list(before, own), func(name string) bool {
		return slices.Contains(before, name) || slices.Contains(own, name)
	})
}

// unknown returns those who could read a store before, without the user's knowing, and still can afterwards.
func (r *readership) unknown(before, known, own []string) []string {
	return without(r.list(before, own), func(name string) bool {
		return !slices.Contains(before, name) || slices.Contains(known, name) || slices.Contains(own, name)
	})
}

// split parts those whom the user may drop from those whom the block names.
func (r *readership) split(names []string) (droppable, named []string) {
	isNamed := func(name string) bool { return slices.Contains(r.named, name) }
	return without(names, isNamed), without(names, func(name string) bool { return !isNamed(name) })
}

// without returns names, sorted and each once, but for some.
func without(names []string, leaveOut func(string) bool) []string {
	return slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(names))), leaveOut)
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

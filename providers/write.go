package providers

import (
	"context"
	"errors"
)

// A Writer changes secrets. It is safe for concurrent use, and safe against other writers, of other processes too: none
// loses a key that another one wrote.
type Writer interface {
	// Vet says why the store cannot hold what a change sets: a name or a value that it has no form for. It sends nothing,
	// opens nothing and never shows a value. The error is an *Error.
	Vet(change Change) error
	// Write makes a change to one secret, whole or not at all. What Vet refuses, Write refuses before it writes anything.
	//
	// The error is ErrSecretExists or ErrSecretMissing where the condition of the change does not hold, else an *Error or
	// that of ctx. After an *Error whose reason is Timeout or Unreachable and that is not Untouched, and after the end of ctx,
	// the change may have been made or not; after any other one it was not.
	Write(ctx context.Context, change Change) (Written, error)
}

// A Change is what is to become of one secret.
type Change struct {
	// Location is where the store keeps the secret, as in Query.
	Location string
	// Set has the values to set, by key. The secret's other keys stay as they are.
	Set map[string]Value
	// Remove names the keys to remove; one that is not there is no error. None of them is in Set.
	Remove []string
	// Condition says whether the secret must be there already.
	Condition Condition
	// Keep leaves the keys of Set alone that the secret has already, whatever they hold. That they have appeared in the
	// meantime, by another writer, makes no difference.
	Keep bool
}

// A Condition says whether a secret must be there for a change to be made. The zero value is Always.
type Condition uint8

// The conditions. A secret that was deleted is missing.
const (
	// Always creates the secret where it is missing.
	Always Condition = iota
	// IfMissing makes the change only where there is no such secret.
	IfMissing
	// IfPresent makes the change only where the secret is there.
	IfPresent
)

// The errors of changes whose condition does not hold.
var (
	ErrSecretExists  = errors.New("the secret exists already")
	ErrSecretMissing = errors.New("there is no such secret")
)

// Written says what became of a change. Names of keys are sorted.
type Written struct {
	// Created says that there was no such secret before.
	Created bool
	// Set are the keys that were set, Kept those of Change.Set that were there and left alone, Removed those that were
	// removed. A key that is set to what it held before is Set.
	Set, Kept, Removed []string
	// Warnings are sentences for people, each complete: what was not safe about it, and what to do.
	Warnings []string
}

// A Deleter deletes whole secrets.
type Deleter interface {
	// Delete deletes a secret. restore says, in one sentence for people, how it can be brought back; "" where it cannot.
	// The error is ErrSecretMissing, an *Error, or that of ctx.
	Delete(ctx context.Context, location string) (restore string, err error)
}

// A Renamer gives a secret another location, with all its keys.
type Renamer interface {
	// Rename moves a secret. The error is ErrSecretMissing where there is none at from, ErrSecretExists where there is one
	// at to, an *Error, or that of ctx. No key is lost, whatever happens and whoever else writes. After an *Error whose reason
	// is Timeout or Unreachable, and after the end of ctx, the secret may stand at both places; after any other one it was not
	// touched, unless Detail says that it was copied.
	Rename(ctx context.Context, from, to string) error
}

// A WholeRenamer is a Renamer whose store renames whole or not at all, so that no secret ever stands at both places.
type WholeRenamer interface {
	Renamer
	// RenamesWhole only says so.
	RenamesWhole()
}

package file

import (
	"github.com/zsv-dev/zsv/providers"
)

// A store is what was read: it answers for its secrets and hands out their values.
type store interface {
	Answer(query providers.Query) providers.Answer
	// Fetch answers a query of a providers.Fetcher.
	Fetch(query providers.Query) providers.Fetched
}

// A catalog is a store that tells its secrets from their keys. Variables do not.
type catalog interface {
	store
	// List returns the names of its secrets, sorted.
	List() ([]string, error)
	// ListKeys says which keys a secret has.
	ListKeys(location string) providers.KeyList
}

// A format makes documents of the text of stores that are one file. Its errors have no values in them.
type format interface {
	// parse reads a text. The error is a *malformed, about the place where the text breaks the format, or a
	// *providers.Error.
	parse(text []byte) (document, error)
	// blank returns what a store holds that is not there yet.
	blank() (document, error)
	// vet says why the format has no form for what a change sets. The error is a *providers.Error.
	vet(change providers.Change) error
}

// A document is the text of a store that is one file. It does not change: an edit returns another text, or nil where
// there is nothing to change. What an edit is not about is in the new text as it was in the old one; where that cannot
// be had, the error is errNoWay, or one of those beside it. What else is refused is a *providers.Error. Both are put into
// words by checker.explainWrite.
type document interface {
	store
	// write makes a change. The error may be providers.ErrSecretExists or providers.ErrSecretMissing.
	write(change providers.Change) ([]byte, providers.Written, error)
}

// A register is a document that is a catalog, whose secrets can be deleted and renamed.
type register interface {
	document
	catalog
	// remove deletes a secret. The error may be providers.ErrSecretMissing.
	remove(location string) ([]byte, error)
	// rename gives a secret another name. The error may be providers.ErrSecretExists or providers.ErrSecretMissing.
	rename(from, to string) ([]byte, error)
}

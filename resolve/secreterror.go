package resolve

import (
	"errors"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// The kinds of a SecretError, for errors.Is.
var (
	// ErrNoStore: nothing says which provider answers for the secret, or its block has an error.
	ErrNoStore = errors.New("no store")
	// ErrNoSecret: the store says that there is no such secret.
	ErrNoSecret = errors.New("no such secret")
	// ErrNoKey: the store says that the secret has no such key.
	ErrNoKey = errors.New("no such key")
	// ErrSecretExists: the secret is there already.
	ErrSecretExists = errors.New("the secret exists")
	// ErrRefused: the store is never written by zsv, or has no form for what was to be written. Nothing was.
	ErrRefused = errors.New("refused")
	// ErrNotVerified: the store did not say, or did not make the change: denied, out of reach, late.
	ErrNotVerified = errors.New("not verified")
)

// A SecretError says why something could not be done with a secret. Its text never holds a value.
type SecretError struct {
	// Err is one of the kinds above.
	Err error
	// Secret and Key name what it is about; either may be empty.
	Secret, Key string
	// Reason is that of the provider, as in Check; it may be empty.
	Reason providers.Reason
	// Detail is one sentence for people, with what to do; it may be empty.
	Detail string
	// Suggestion is the key or secret that may have been meant; it may be empty.
	Suggestion string
	// Untouched says of a change that it was not made, for certain, whatever the reason.
	Untouched bool
}

// Error says what it is about, what is wrong and what to do.
func (e *SecretError) Error() string {
	text := e.Err.Error()
	explains := errors.Is(e.Err, ErrNoStore) || errors.Is(e.Err, ErrNotVerified) || errors.Is(e.Err, ErrRefused)
	if e.Detail != "" && explains {
		text = e.Detail
	} else if e.Detail != "" {
		text += ": " + e.Detail
	}
	switch {
	case e.Key != "":
		return e.Secret + "." + e.Key + ": " + text
	case e.Secret != "":
		return e.Secret + ": " + text
	}
	return text
}

// Unwrap returns the kind.
func (e *SecretError) Unwrap() error { return e.Err }

// secretError makes a *SecretError of what a provider returned; nil of nil.
func secretError(secret, key string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, providers.ErrSecretMissing):
		return &SecretError{Err: ErrNoSecret, Secret: secret, Key: key}
	case errors.Is(err, providers.ErrSecretExists):
		return &SecretError{Err: ErrSecretExists, Secret: secret, Key: key}
	}
	reason, detail := providers.ReasonOf(err)
	var known *providers.Error
	return &SecretError{Err: ErrNotVerified, Secret: secret, Key: key, Reason: reason, Detail: detail,
		Untouched: errors.As(err, &known) && known.Untouched}
}

// writingError makes a *SecretError of what a provider returned that was to change a secret; nil of nil. What a store
// cannot do at all is a refusal, and no trouble that passes.
func writingError(secret string, err error) error {
	if reason, detail := providers.ReasonOf(err); err != nil && reason == providers.Unsupported {
		return &SecretError{Err: ErrRefused, Secret: secret, Reason: reason, Detail: detail}
	}
	return secretError(secret, "", err)
}

// whyNoSecret makes an error of what a store said of a secret that it did not call present.
func whyNoSecret(secret string, status providers.Status, reason providers.Reason, detail string) error {
	if status == providers.Missing {
		return &SecretError{Err: ErrNoSecret, Secret: secret, Reason: reason, Detail: detail}
	}
	v := unverified(reason, detail)
	return &SecretError{Err: ErrNotVerified, Secret: secret, Reason: v.reason, Detail: v.detail}
}

// whyNoKey makes an error of what was fetched for a key without a value.
func whyNoKey(secret, key string, f providers.Fetched) error {
	found := f.Keys[key]
	if found.Status == providers.Missing {
		return &SecretError{Err: ErrNoKey, Secret: secret, Key: key, Reason: found.Reason, Detail: found.Detail}
	}
	v := unverified(found.Reason, found.Detail)
	return &SecretError{Err: ErrNotVerified, Secret: secret, Key: key, Reason: v.reason, Detail: v.detail}
}

// firstProblem returns the error of the first key that is there and has no value that could be handed out: all keys were
// asked for, so all must be there.
func firstProblem(secret string, f providers.Fetched) error {
	for _, key := range slices.Sorted(maps.Keys(f.Keys)) {
		if f.Keys[key].Status != providers.Missing && !f.Values[key].IsSet() {
			return whyNoKey(secret, key, f)
		}
	}
	return nil
}

// isMissing says whether the store answered, and said that the secret or the key is not there. Only that may be passed
// over as absent: everything else is not known.
func isMissing(err error) bool { return errors.Is(err, ErrNoSecret) || errors.Is(err, ErrNoKey) }

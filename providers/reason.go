package providers

import (
	"context"
	"errors"
)

// Reason says why something is not simply present or missing. The list is open: a plugin may bring others.
type Reason string

// The reasons that zsv itself gives.
const (
	// Denied: the store knows who asks and refuses.
	Denied Reason = "denied"
	// Unauthenticated: the store does not know who asks: no credentials, or wrong or expired ones.
	Unauthenticated Reason = "unauthenticated"
	// Unreachable: no connection: DNS, refused, TLS, a proxy.
	Unreachable Reason = "unreachable"
	// Timeout: no answer within the time allowed.
	Timeout Reason = "timeout"
	// Busy: another writer holds the store; nothing was written.
	Busy Reason = "busy"
	// Throttled: the store asks to slow down, until the end.
	Throttled Reason = "throttled"
	// Sealed: the Vault server is sealed.
	Sealed Reason = "sealed"
	// ServerError: the store failed, or its answer is not one of the store's.
	ServerError Reason = "server_error"
	// Interrupted: the user stopped the run before the answer came.
	Interrupted Reason = "interrupted"
	// NoMount: the Vault mount does not exist, or is no key-value store.
	NoMount Reason = "no_mount"
	// Locked: no identity for an encrypted store.
	Locked Reason = "locked"
	// Untrusted: the configuration names an address or a file that the user has not allowed.
	Untrusted Reason = "untrusted"
	// Invalid: a name that the store cannot hold or that would leave its place, or a store that cannot be read as what it
	// is said to be.
	Invalid Reason = "invalid"
	// Unsupported: the store cannot say.
	Unsupported Reason = "unsupported"
	// Plugin: the external program is missing, failed, or broke the protocol.
	Plugin Reason = "plugin"
	// Internal: a defect of zsv's own, such as a recovered panic or a query that a provider left without an answer.
	Internal Reason = "internal"

	// Deleted: a missing secret that was there and was deleted.
	Deleted Reason = "deleted"
	// Empty: a key that is set to nothing.
	Empty Reason = "empty"
	// Optional: an absent key that may be.
	Optional Reason = "optional"
)

// An Error says why a provider as a whole cannot answer. Its text never holds a value.
type Error struct {
	Reason Reason
	// Detail is one sentence for people, with what to do.
	Detail string
	// Untouched says of a change that it was not made, for certain, whatever the reason: nothing was sent that would make it.
	Untouched bool
	// Err is the cause, for the log. May be nil.
	Err error
}

// Error returns the reason and the detail.
func (e *Error) Error() string { return string(e.Reason) + ": " + e.Detail }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ReasonOf returns the reason and the detail of an error that a provider returned: its own where it is an *Error,
// Timeout or Interrupted where it comes from the end of a context, else ServerError without the error's text, which
// might hold anything.
func ReasonOf(err error) (Reason, string) {
	var known *Error
	switch {
	case errors.As(err, &known):
		return known.Reason, known.Detail
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout, "the store did not answer in time"
	case errors.Is(err, context.Canceled):
		return Interrupted, "the run was interrupted before the store answered"
	default:
		return ServerError, "the provider failed; run again with --log-level debug for its messages"
	}
}

package providers

import "context"

// A Lister names the secrets that a store holds. It never reads values.
type Lister interface {
	// List returns names, sorted: those for which Locate(name, "") is where a secret is. Deleted secrets are left out, as
	// far as the store does so. A store that does not exist yet holds none. The error is an *Error or that of ctx.
	List(ctx context.Context) ([]string, error)
}

// A KeyLister names the keys that a secret has. It discloses values only where Check does.
type KeyLister interface {
	// ListKeys says which keys the secret at a location has. The error is an *Error or that of ctx.
	ListKeys(ctx context.Context, location string) (KeyList, error)
}

// A KeyList is what a store said of a secret's keys. Its zero value says that nothing is known.
type KeyList struct {
	// Secret, Reason, Detail and ValuesRead are those of an Answer. Where the secret is there but its keys cannot be seen,
	// it is Unverified, and Reason says why.
	Secret     Status
	Reason     Reason
	Detail     string
	ValuesRead int
	// Keys are the names of the keys that have a value, be it empty: all of them, sorted.
	Keys []string
}

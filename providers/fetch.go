package providers

import "context"

// A Fetcher hands out values, for `zsv run`, for `zsv secret get --reveal` and for steps that fetch them. It is safe for
// concurrent use. Values are in Fetched.Values and nowhere else.
type Fetcher interface {
	// Fetch calls answer at most once for each query, with the query's index, in any order, never concurrently, and not
	// after Fetch returned. A query without keys wants all keys of its secret. Errors and the end of ctx are those of
	// Checker.Check.
	Fetch(ctx context.Context, queries []Query, answer func(i int, f Fetched)) error
}

// Fetched is what a store handed out for one Query. Its zero value says that nothing is known.
type Fetched struct {
	// Secret, Reason and Detail are those of an Answer.
	Secret Status
	Reason Reason
	Detail string
	// Values has the value of each key that is there: of those that the query names, or of all. Bytes are those that were
	// stored; a file's numbers and booleans are their source text.
	Values map[string]Value
	// Keys says of the query's other keys why they have no value. A key in neither map is unverified.
	Keys map[string]Key
}

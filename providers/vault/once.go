package vault

import (
	"encoding/json"
	"errors"
)

// once is a member of an answer that may stand there once. Members of the same name would be merged: what is said of one
// secret would be mixed with what is said of another.
type once[T any] struct {
	value T
	isSet bool
}

var errTwice = errors.New("a member stands twice in one object")

// UnmarshalJSON refuses a second member of the same name.
func (o *once[T]) UnmarshalJSON(text []byte) error {
	if o.isSet {
		return errTwice
	}
	o.isSet = true
	return json.Unmarshal(text, &o.value)
}

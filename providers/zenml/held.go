package zenml

import (
	"encoding/json"

	"github.com/zsv-dev/zsv/providers"
)

// held is a value to be sent. Printed or logged it is "(redacted)"; only as part of a request's body is it the text.
type held struct{ providers.Value }

// MarshalJSON returns the text; null, which removes a key, where nothing is set.
func (h held) MarshalJSON() ([]byte, error) {
	if !h.IsSet() {
		return []byte("null"), nil
	}
	return json.Marshal(h.Reveal())
}

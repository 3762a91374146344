package vault

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// held is a value as the JSON text that Vault sent or is to be sent. Printed or logged it is "(redacted)"; only as part of
// a request's body is it the text itself, so that what zsv passes on stays what it was: 1.0 is not made 1.
type held struct{ providers.Value }

// hold makes the JSON text of a value, which must be UTF-8.
func hold(value providers.Value) held {
	text, _ := encode(value.Reveal()) // a string always has one
	return held{providers.NewValue(strings.TrimSuffix(string(text), "\n"))}
}

// encode makes JSON as short as it gets: Vault's limits are on its length, and "<" need not be "\u003c".
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return text.Bytes(), err
}

// UnmarshalJSON keeps the text, of a string the shortest: Vault writes "<" as "\u003c", which it may not take back.
func (h *held) UnmarshalJSON(text []byte) error {
	h.Value = providers.NewValue(string(text))
	if value, legible := h.value(); legible && text[0] == '"' {
		*h = hold(value)
	}
	return nil
}

// MarshalJSON returns the text.
func (h held) MarshalJSON() ([]byte, error) { return []byte(h.Reveal()), nil }

// isNull says whether the key is there and has no value.
func (h held) isNull() bool { return h.Reveal() == "null" }

// isNested says whether the value is a map or a list.
func (h held) isNested() bool {
	text := h.Reveal()
	return text != "" && (text[0] == '{' || text[0] == '[')
}

// value returns the bytes of a string, and of a number or a boolean its JSON text. It is false where a string is not
// UTF-8, so that its bytes cannot be told.
func (h held) value() (providers.Value, bool) {
	text := h.Reveal()
	if text == "" || text[0] != '"' {
		return h.Value, true
	}
	var decoded string
	if !utf8.ValidString(text) || json.Unmarshal([]byte(text), &decoded) != nil {
		return providers.Value{}, false
	}
	return providers.NewValue(decoded), true
}

// same says whether two texts mean the same value.
func (h held) same(other held) bool {
	if h.Reveal() == other.Reveal() {
		return true
	}
	var one, two any
	return json.Unmarshal([]byte(h.Reveal()), &one) == nil && json.Unmarshal([]byte(other.Reveal()), &two) == nil &&
		reflect.DeepEqual(one, two)
}

package providers

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "(redacted)"

// A Value holds a secret value or a credential. Printing, formatting, logging or encoding it in any way gives
// "(redacted)"; only Reveal gives the value itself. The zero value holds nothing.
type Value struct{ text *string }

// NewValue hides text in a Value.
func NewValue(text string) Value { return Value{text: &text} }

// Reveal returns the value itself. Whatever is done with it must not show it.
func (v Value) Reveal() string {
	if v.text == nil {
		return ""
	}
	return *v.text
}

// IsSet says whether there is a value, which may be empty.
func (v Value) IsSet() bool { return v.text != nil }

// String returns "(redacted)".
func (Value) String() string { return redacted }

// GoString returns "(redacted)".
func (Value) GoString() string { return redacted }

// Format writes "(redacted)" for every verb.
func (Value) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// MarshalJSON returns "(redacted)" as a JSON string.
func (Value) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText returns "(redacted)".
func (Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue returns "(redacted)".
func (Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// Package values reads the values that people give on the command line or in files, for secrets that are to be written.
// Its errors say where something is wrong and never quote it: what stands there may be a value.
package values

import (
	"fmt"

	"github.com/zsv-dev/zsv/providers"
)

// Keys are the values of one secret by key.
type Keys map[string]providers.Value

// Secrets are the values of several secrets by name.
type Secrets map[string]Keys

// Set sets a key of a secret. It says whether it was not set before.
func (s Secrets) Set(secret, key string, value providers.Value) bool {
	if s[secret] == nil {
		s[secret] = Keys{}
	}
	_, again := s[secret][key]
	s[secret][key] = value
	return !again
}

// Add takes the values of other that s does not have.
func (s Secrets) Add(other Secrets) {
	for secret, keys := range other {
		for key, value := range keys {
			if _, ok := s[secret][key]; !ok {
				s.Set(secret, key, value)
			}
		}
	}
}

// A malformed error says what a text lacks.
type malformed struct {
	line int // from 1; 0 where it is about the whole
	want string
}

// Error says the line and what was expected there.
func (m *malformed) Error() string {
	if m.line == 0 {
		return "expected " + m.want
	}
	return fmt.Sprintf("line %d: expected %s", m.line, m.want)
}

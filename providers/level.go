package providers

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// Level says how much is checked. The names are those of ZENML_SECRET_VALIDATION_LEVEL. The zero value is None.
type Level uint8

// The levels, from nothing to everything.
const (
	None Level = iota
	SecretExists
	SecretAndKeyExists
)

var levelNames = [...]string{None: "NONE", SecretExists: "SECRET_EXISTS", SecretAndKeyExists: "SECRET_AND_KEY_EXISTS"}

// String returns the level as users write it.
func (l Level) String() string { return levelNames[l] }

// MarshalText returns the level as users write it.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the level as users write it, so that a report can be read back.
func (l *Level) UnmarshalText(text []byte) error {
	level, err := ParseLevel(string(text))
	*l = level
	return err
}

// LevelNames returns all levels as users write them, from nothing to everything.
func LevelNames() []string { return slices.Clone(levelNames[:]) }

// ParseLevel returns the level that is written s, which is case-sensitive. The error names all levels.
func ParseLevel(s string) (Level, error) {
	for level, name := range levelNames {
		if name == s {
			return Level(level), nil
		}
	}
	return None, fmt.Errorf("there is no validation level %q: write NONE, SECRET_EXISTS or SECRET_AND_KEY_EXISTS.%s",
		s, suggest.DidYouMean(s, levelNames[:]))
}

package resolve

import (
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// similarNames finds the names that were meant instead of missing ones. Thousands of secrets may be missing beside thousands that
// are there, mostly the same for all, so those are put in order once.
type similarNames struct {
	lock   sync.Mutex
	beside []string
	prefix string
	names  *suggest.Names
}

// closest returns the name that was meant, among those that begin with a prefix and without it.
func (s *similarNames) closest(name string, beside []string, prefix string) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.names == nil || s.prefix != prefix || !isSame(s.beside, beside) {
		s.beside, s.prefix, s.names = beside, prefix, suggest.Among(withoutPrefix(beside, prefix))
	}
	return s.names.Closest(name)
}

// isSame says whether two lists are one, or have the same names.
func isSame(a, b []string) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// similarKey returns the key that was meant instead of a missing one.
func (c *check) similarKey(keys []string) string {
	if c.question == nil {
		return suggest.Closest(c.reference.Key, keys)
	}
	return c.question.store.similarKeys.closest(c.reference.Key, keys, "")
}

// similarSecret returns the name that was meant instead of a missing secret's. The store knows locations; a name is what
// is left of one without what stands before the missing name in its own location. Where the location has the name as a
// part of a variable's, which no name can be told from, it is proposed in lower case.
func (c *check) similarSecret(locations []string) string {
	similar := &similarNames{}
	if c.question != nil {
		similar = &c.question.store.similarSecrets
	}
	if prefix, ok := strings.CutSuffix(c.location, c.reference.Name); ok {
		return similar.closest(c.reference.Name, locations, prefix)
	}
	if name := providers.VariableName(c.reference.Name); name != "" && strings.HasSuffix(c.location, name) {
		return strings.ToLower(similar.closest(name, locations, strings.TrimSuffix(c.location, name)))
	}
	return similar.closest(c.location, locations, "")
}

func withoutPrefix(locations []string, prefix string) []string {
	names := make([]string, 0, len(locations))
	for _, location := range locations {
		if name, ok := strings.CutPrefix(location, prefix); ok {
			names = append(names, name)
		}
	}
	return names
}

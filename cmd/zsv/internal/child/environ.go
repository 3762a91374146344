package child

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/program"
)

// Environ returns an environment in which some variables are set, as "NAME=value", and some are not there at all. Of
// several entries of one name the first is kept, which is the one that programs see.
func Environ(inherited, set, unset []string) []string {
	gone := slices.Clone(unset)
	for _, entry := range set {
		gone = append(gone, nameOf(entry))
	}
	var environ []string
	for _, entry := range inherited {
		name := nameOf(entry)
		if !slices.ContainsFunc(gone, func(other string) bool { return program.SameName(name, other) }) {
			environ = append(environ, entry)
			gone = append(gone, name)
		}
	}
	return append(environ, set...)
}

// nameOf returns the name of an entry. On Windows names may begin with "=", as those of the drives' directories do.
func nameOf(entry string) string {
	if entry == "" {
		return ""
	}
	name, _, _ := strings.Cut(entry[1:], "=")
	return entry[:1] + name
}

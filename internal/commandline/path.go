package commandline

import "strings"

// A Path leads from a value in JSON to one in it: the names of members, from the outermost on. Without names it is the value
// itself.
type Path []string

// ParsePath reads a path: names with dots between them, or "." alone.
func ParsePath(text string) (path Path, ok bool) {
	if text == "." {
		return Path{}, true
	}
	names := strings.Split(text, ".")
	for _, name := range names {
		if name == "" {
			return nil, false
		}
	}
	return names, true
}

// String returns the path as it is written.
func (p Path) String() string {
	if len(p) == 0 {
		return "."
	}
	return strings.Join(p, ".")
}

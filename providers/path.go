package providers

import (
	"fmt"
	"strings"
)

// CheckPath says whether path can be part of a location in a store whose locations are paths: no empty, "." or ".."
// segment, and no control character. Client libraries clean such segments away, so that "secret/../database/x" would
// reach another engine. The error is a sentence for people.
func CheckPath(path string) error {
	for segment := range strings.SplitSeq(path, "/") {
		switch {
		case segment == "":
			return fmt.Errorf("%q has an empty segment: a path neither starts nor ends with a slash, nor has two in a row", path)
		case segment == "." || segment == "..":
			return fmt.Errorf("%q has a segment %q: it would leave its place in the store", path, segment)
		case strings.ContainsFunc(segment, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return fmt.Errorf("%q has a control character", path)
		}
	}
	return nil
}

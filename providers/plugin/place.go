package plugin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// placesIn returns a function that says where in a block stands what a detail of its program is about: the argument whose name
// the detail has in quotes, else the block itself.
func placesIn(body hcl.Body, attributes hcl.Attributes) func(detail string) string {
	return func(detail string) string {
		at := body.MissingItemRange()
		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			if slices.ContainsFunc([]string{`"`, `'`, "`"}, func(q string) bool { return strings.Contains(detail, q+name+q) }) {
				at = attributes[name].Range
				break
			}
		}
		if at.Filename == "" {
			return ""
		}
		return fmt.Sprintf("%s:%d:%d", at.Filename, at.Start.Line, at.Start.Column)
	}
}

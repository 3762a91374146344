package docs

import (
	"slices"
	"strings"
)

// renewPage returns a page with the bodies that its blocks should have.
func renewPage(source string, findings []finding) string {
	lines := strings.Split(source, "\n")
	sorted := slices.SortedFunc(slices.Values(findings), func(a, b finding) int { return b.block.line - a.block.line })
	for _, found := range sorted { // From the last to the first, so that the lines above stay where they are.
		lines = slices.Replace(lines, found.block.line, found.block.line+len(found.block.body), found.renewed...)
	}
	return strings.Join(lines, "\n")
}

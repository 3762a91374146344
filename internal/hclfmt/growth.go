package hclfmt

import "bytes"

// mostWritten is how large a layout may become, in bytes. One long name above many short ones would be blanks in front of
// the equals signs of all, and brackets that are open at the beginning indent all that follows: a file of a few megabytes
// could come to terabytes.
const mostWritten = 1 << 28

// growsTooLarge says whether the layout of a source may be larger than that: as if all lines without a blank one between
// them were aligned with the longest, behind all brackets that are open.
func growsTooLarge(src []byte) bool {
	written, deepest := 0, 0
	lines, longest, depth := 0, 0, 0
	for line := range bytes.Lines(src) {
		if len(bytes.TrimSpace(line)) == 0 {
			written += lines * (longest + indentation*deepest)
			lines, longest = 0, 0
			continue
		}
		depth += opened(line)
		deepest = max(deepest, depth)
		lines, longest = lines+1, max(longest, len(line))
	}
	return written+lines*(longest+indentation*deepest) > mostWritten
}

const indentation = 2 // blanks for each bracket

// opened returns how many brackets more a line opens than it closes, in text and comments too.
func opened(line []byte) int {
	count := 0
	for _, b := range line {
		switch b {
		case '{', '[', '(':
			count++
		case '}', ']', ')':
			count--
		}
	}
	return count
}

package config

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// readScanIgnores finds the comments of HCL that turn rules off. What is wrong with one is reported, as everywhere.
func (f *scannedFile) readScanIgnores() map[int][]Ignore {
	r := &reader{source: f.source}
	ignores := r.readIgnores(f.name)
	f.diags = append(f.diags, r.diags...)
	return ignores
}

// yamlIgnores finds the comments of YAML that turn rules off: on their own line, and where they stand alone, on the next
// line that is no comment. Text that looks like a comment counts too: nobody writes that by chance.
func (f *scannedFile) yamlIgnores(lines *yamlLines) map[int][]Ignore {
	if !bytes.Contains(f.source, []byte(ignoreMark)) {
		return nil
	}
	r := &reader{source: f.source}
	found := map[int][]Ignore{}
	var waiting []Ignore
	for i := 1; i <= lines.Count(); i++ {
		begin, end, _ := lines.Line(i)
		line := string(f.source[begin:end])
		code, comment := cutComment(line)
		ignores := waiting
		if strings.Contains(comment, ignoreMark) {
			start := begin + len(code)
			at := lines.rangeOf(f.name, start, start+len(strings.TrimRight(comment, "\r\n")))
			ignores = append(ignores, r.parseIgnore(hclsyntax.Token{Bytes: []byte(strings.TrimRight(comment, "\r\n")), Range: at})...)
		}
		if strings.TrimSpace(code) == "" {
			waiting = ignores
			continue
		}
		waiting = nil
		if number := lines.places.at(begin).Line; len(ignores) > 0 {
			found[number] = append(found[number], ignores...)
		}
	}
	f.diags = append(f.diags, r.diags...)
	return found
}

// cutComment cuts a line of YAML at its comment.
func cutComment(line string) (code, comment string) {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return line[:i], line[i:]
		}
	}
	return line, ""
}

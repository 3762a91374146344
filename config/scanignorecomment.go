package config

import (
	"bytes"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"go.yaml.in/yaml/v3"
)

// readScanIgnores finds the comments of HCL that turn rules off. What is wrong with one is reported, as everywhere.
func (f *scannedFile) readScanIgnores() map[int][]Ignore {
	r := &reader{source: f.source}
	ignores := r.readIgnores(f.name)
	f.diags = append(f.diags, r.diags...)
	return ignores
}

// yamlIgnores finds the comments of YAML that turn rules off: on their own line, and where they stand alone, on the next
// line that is no comment.
func (f *scannedFile) yamlIgnores(lines *yamlLines, documents []*yaml.Node) map[int][]Ignore {
	if !bytes.Contains(f.source, []byte(ignoreMark)) {
		return nil
	}
	r := &reader{source: f.source}
	found := map[int][]Ignore{}
	inside := scalarSpans(lines, documents)
	var waiting []Ignore
	for i := 1; i <= lines.Count(); i++ {
		begin, end, _ := lines.Line(i)
		line := string(f.source[begin:end])
		code, comment := cutComment(line, func(at int) bool { return inside.hold(begin + at) })
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

// spans are stretches of a file, in order.
type spans []struct{ start, end int }

// scalarSpans returns where scalars stand, in which nothing is a comment.
func scalarSpans(lines *yamlLines, nodes []*yaml.Node) spans {
	var all spans
	for _, node := range nodes {
		if scalar, ok := lines.Scalar(node); ok && node.Kind == yaml.ScalarNode {
			last := scalar.Runs[len(scalar.Runs)-1]
			end := scalar.Start + last.Source + max(last.Size, len(scalar.Text)-last.Text)
			all = append(all, struct{ start, end int }{scalar.Start, end})
		}
		all = append(all, scalarSpans(lines, node.Content)...)
	}
	return all
}

func (s spans) hold(offset int) bool {
	i := sort.Search(len(s), func(i int) bool { return s[i].end > offset })
	return i < len(s) && s[i].start <= offset
}

// cutComment cuts a line of YAML at its comment. inText says whether an offset is in a text, where none begins.
func cutComment(line string, inText func(at int) bool) (code, comment string) {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') && !inText(i) {
			return line[:i], line[i:]
		}
	}
	return line, ""
}

package config

import (
	"github.com/hashicorp/hcl/v2"
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// yamlLines finds the places of a text in YAML as reports show them.
type yamlLines struct {
	*yamltext.Lines
	src    []byte
	places positions
}

func newYAMLLines(src []byte) *yamlLines {
	return &yamlLines{Lines: yamltext.NewLines(src), src: src, places: positions{src: src, from: hcl.InitialPos}}
}

func (l *yamlLines) rangeOf(filename string, start, end int) hcl.Range {
	return hcl.Range{Filename: filename, Start: l.places.at(start), End: l.places.at(end)}
}

// positionOf returns the position of the beginning of a line, which the library may not know.
func (l *yamlLines) positionOf(line int) hcl.Pos {
	start, _, ok := l.Line(line)
	if !ok {
		return hcl.InitialPos
	}
	return l.places.at(start)
}

// lineRange returns the place of a node up to the end of its first line: where it is not known how its text is written.
func (l *yamlLines) lineRange(filename string, node *yaml.Node) hcl.Range {
	start, ok := l.Offset(node)
	if !ok {
		at := l.positionOf(node.Line)
		return hcl.Range{Filename: filename, Start: at, End: at}
	}
	return l.rangeOf(filename, start, l.EndOfLine(start))
}

// place returns the scalar that a node is, with the place of each of its bytes; ok is false where it is written in a way
// that is not understood.
func (l *yamlLines) place(filename string, node *yaml.Node) (*placedLiteral, bool) {
	scalar, ok := l.Scalar(node)
	if !ok {
		return nil, false
	}
	decoded := decodedLiteral{text: scalar.Text}
	for _, r := range scalar.Runs {
		decoded.runs = append(decoded.runs, run{r.Text, r.Source, r.Size})
	}
	from := positions{src: l.src, from: l.places.at(scalar.Start)}
	return &placedLiteral{content: from, decoded: decoded, filename: filename}, true
}

package view

import (
	"fmt"
	"io"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// graphFormats are the languages that graphs are written in: a new one is a file with its function, and a line here.
var graphFormats = []struct {
	name  string
	write func(w io.Writer, g *Graph) error
}{
	{"mermaid", writeMermaid},
	{"dot", writeDOT},
}

// GraphFormats returns the names of the formats of graphs, the default one first.
func GraphFormats() []string {
	names := make([]string, len(graphFormats))
	for i, format := range graphFormats {
		names[i] = format.name
	}
	return names
}

// FindGraph returns the format of graphs called name, which draws a report with what else there is in the configurations.
// The error names them all.
func FindGraph(name string, outlines ...resolve.Outline) (Format, error) {
	for _, format := range graphFormats {
		if format.name == name {
			return Format{Name: name, Write: func(w io.Writer, r *resolve.Report, _ Options) error {
				return format.write(w, NewGraph(r, outlines...))
			}}, nil
		}
	}
	return Format{}, fmt.Errorf("a graph has no format %q: write %s.%s", name, suggest.OneOf(GraphFormats()),
		suggest.DidYouMean(name, GraphFormats()))
}

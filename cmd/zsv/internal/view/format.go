// Package view turns a report into bytes, one file a format. Every format is rendered from the same model and takes
// its words from the same places (verdict.go, headline.go, finding.go), so that no two formats can disagree.
//
// Text of the configuration and of the stores is not trusted. It reaches an output only through scrub, or in JSON
// through the escapes of json.go: no raw newline, control or bidirectional character, and no command of a CI system's
// log.
package view

import (
	"fmt"
	"io"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// A Format is one form of the report.
type Format struct {
	// Name is what users write after --format.
	Name string
	// Write renders the whole report. The only errors are those of w.
	Write func(w io.Writer, r *resolve.Report, o Options) error
}

// formats is the table of them all: a new format is a file with its function, and a line here.
var formats = []Format{
	{Name: "text", Write: writeText},
	{Name: "json", Write: writeJSON},
	{Name: "compact", Write: writeCompact},
	{Name: "github", Write: writeGitHub},
	{Name: "sarif", Write: writeSARIF},
	{Name: "junit", Write: writeJUnit},
	{Name: "markdown", Write: writeMarkdown},
}

// Options say how a report is rendered, never what it says. The zero value renders for a file.
type Options struct {
	// Color allows SGR sequences, in formats for people.
	Color bool
	// Verbose lists what is present or skipped too, in formats for people.
	Verbose bool
	// Width is the number of the terminal's columns; 0 where there is none. Then sentences of diagnostics wrap at 80, and
	// nothing else is broken or cut.
	Width int
	// AllowUnverified makes what is not verified a warning instead of an error, in formats with severities.
	AllowUnverified bool
	// CodeHostPath maps a path of the report, relative to where zsv was started, to one that a code host knows: relative
	// to the git top level. nil leaves paths as they are.
	CodeHostPath func(string) string
}

// Formats returns the names of all formats, the default one first.
func Formats() []string {
	names := make([]string, len(formats))
	for i, format := range formats {
		names[i] = format.Name
	}
	return names
}

// Find returns the format called name. The error names them all.
func Find(name string) (Format, error) {
	for _, format := range formats {
		if format.Name == name {
			return format, nil
		}
	}
	return Format{}, fmt.Errorf("there is no format %q: write %s.%s",
		name, suggest.OneOf(Formats()), suggest.DidYouMean(name, Formats()))
}

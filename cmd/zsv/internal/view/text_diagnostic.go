package view

import (
	"cmp"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// textWidth is where sentences wrap when the width of the terminal is not known.
const textWidth = 80

// writeDiagnostic writes one problem of the configuration in a frame that is open to the right, so that copying a line
// takes nothing else along.
func writeDiagnostic(l *lines, d *resolve.Diagnostic) {
	word, code := severityStyle(severity(d.Severity))
	frame := l.paint(code, "│")
	l.print(l.paint(code, "╷"))
	l.print(frame, " ", l.paint(bold+";"+code, word+":"), " ", l.paint(bold, scrub(d.Summary)), " ",
		l.paint(dim, "["+scrub(d.Rule)+"]"))
	l.print(frame)
	if within := surroundings(d); d.Range != nil || within != "" {
		writePlace(l, frame, d.Range, within)
		writeSnippet(l, frame, code, d.Snippet)
		l.print(frame)
	}
	writeDetail(l, frame, d.Detail)
	l.print(l.paint(code, "╵"))
}

// surroundings names the block that a problem is in: as it is written, or else by its address.
func surroundings(d *resolve.Diagnostic) string {
	if d.Snippet != nil && d.Snippet.Context != nil {
		return scrub(*d.Snippet.Context)
	}
	return scrub(d.Address)
}

func writePlace(l *lines, frame string, r *resolve.Range, within string) {
	var parts []string
	if r != nil {
		parts = append(parts, "on "+place{file: r.Filename, line: r.Start.Line, column: r.Start.Column}.String())
	}
	if within != "" {
		parts = append(parts, "in "+within)
	}
	l.print(frame, "   ", strings.Join(parts, ", "))
}

func writeDetail(l *lines, frame, detail string) {
	if detail == "" {
		return
	}
	columns := cmp.Or(l.width, textWidth) - displayWidth("│ ")
	for _, line := range wrap(scrub(detail), max(columns, leastColumns)) {
		l.print(frame, " ", line)
	}
}

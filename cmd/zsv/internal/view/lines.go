package view

import (
	"bufio"
	"io"
	"strings"
)

// lines writes the formats that consist of lines. Every line passes through print, the last guard: its parts have been
// scrubbed, and here the whole must not read as a command to a CI system's log either.
type lines struct {
	style
	buffer *bufio.Writer
	// width is the number of columns to break lines at, or 0.
	width int
	// started says that a line has been written.
	started bool
}

func newLines(w io.Writer, o Options) *lines {
	return &lines{style: style(o.Color), buffer: bufio.NewWriter(w), width: max(o.Width, 0)}
}

// print writes its parts as one line. Errors are kept for close.
func (l *lines) print(parts ...string) {
	l.started = true
	_, _ = l.buffer.WriteString(disarm(strings.TrimRight(strings.Join(parts, ""), " ")))
	_ = l.buffer.WriteByte('\n')
}

// command writes a line that is meant to be a command to the log.
func (l *lines) command(line string) {
	_, _ = l.buffer.WriteString(line)
	_ = l.buffer.WriteByte('\n')
}

// hang writes text after a first line's beginning, and its further lines indented by so many columns.
func (l *lines) hang(beginning string, indent int, text, code string) {
	for i, line := range wrap(text, l.room(indent)) {
		if i > 0 {
			beginning = strings.Repeat(" ", indent)
		}
		l.print(beginning, l.paint(code, line))
	}
}

// room returns how many columns there are beside an indentation; 0 where the width of the terminal is not known.
func (l *lines) room(indent int) int {
	if l.width == 0 {
		return 0
	}
	return max(l.width-indent, leastColumns)
}

// leastColumns keeps text readable on a very narrow terminal, which then breaks it itself.
const leastColumns = 20

// close writes what is left and returns the first error of all the writing.
func (l *lines) close() error { return l.buffer.Flush() }

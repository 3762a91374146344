package view

import "strings"

// Where the columns of the difference begin.
const (
	secretIndent = 2
	keyIndent    = 6
	noteIndent   = 8

	explanationIndent = secretIndent + 2 // under the secret's name
	columnGap         = 3                // before the second column
	placeGap          = 2                // before the third

	// The second column stands still as long as names are of a usual length, and then moves only so far: a single long
	// name must not push all else out of sight.
	leastColumn, leastColumnNarrow, mostColumn = 27, 20, 48
	mostPlaceColumns                           = 36
	narrowTerminal                             = 100
)

// A row is one line of a group: a secret with its verdict, a key or nothing with a place, or a note. All of its texts
// are scrubbed.
type row struct {
	indent           int
	symbol, name     string
	sentence         string
	because          string // explains the sentence; may be ""
	place, attribute string
	note             string
}

func (r row) nameEnd() int {
	if r.name == "" {
		return 0
	}
	return r.indent + 2 + displayWidth(r.name)
}

// A grid is where the columns of a group begin, and whether attributes stand beside their places.
type grid struct {
	second, third int
	beside        bool
}

func (l *lines) gridOf(rows []row) grid {
	second, third := l.columns(rows)
	return grid{second, third, l.fitBeside(rows, second, third)}
}

func writeRows(l *lines, rows []row, g grid) {
	for _, row := range rows {
		switch {
		case row.note != "":
			l.detail(strings.Repeat(" ", row.indent), row.indent, row.note)
		case row.sentence != "":
			l.writeVerdict(row, g.second)
		default:
			l.writePlace(row, g.second, g.third, g.beside)
		}
	}
}

// writeVerdict writes what became of a secret, and why: in one line, or the latter below the secret's name.
func (l *lines) writeVerdict(r row, second int) {
	beginning := l.beginning(r, second)
	if whole := r.sentence + ": " + r.because; r.because != "" && l.fits(max(second, r.nameEnd()+columnGap)+displayWidth(whole)) {
		l.print(beginning, whole)
		return
	}
	l.hang(beginning, second, r.sentence, "")
	if r.because != "" {
		l.detail(strings.Repeat(" ", explanationIndent), explanationIndent, r.because)
	}
}

// columns returns where the second and the third column begin.
func (l *lines) columns(rows []row) (second, third int) {
	second = leastColumn
	if l.width > 0 && l.width < narrowTerminal {
		second = leastColumnNarrow
	}
	places := 0
	for _, row := range rows {
		if end := row.nameEnd() + columnGap; end <= mostColumn {
			second = max(second, end)
		}
		if wide := displayWidth(row.place); wide <= mostPlaceColumns {
			places = max(places, wide)
		}
	}
	return second, second + places + placeGap
}

// beginning is a row up to its second column.
func (l *lines) beginning(r row, second int) string {
	if r.name == "" {
		return strings.Repeat(" ", second)
	}
	text := r.name
	if r.indent == secretIndent {
		text = l.paint(bold, text)
	}
	blanks := max(second-r.nameEnd(), columnGap)
	return strings.Repeat(" ", r.indent) + l.paint(symbolStyles[r.symbol], r.symbol) + " " + text +
		strings.Repeat(" ", blanks)
}

// fitBeside says whether all attributes fit beside their places: where one does not, all go below.
func (l *lines) fitBeside(rows []row, second, third int) bool {
	if l.width == 0 {
		return true
	}
	for _, r := range rows {
		_, attributeAt := r.attributeColumn(second, third)
		if attributeAt+displayWidth(r.attribute) > l.width {
			return false
		}
	}
	return true
}

// attributeColumn returns where the place of a row ends, and where the attribute begins beside it.
func (r row) attributeColumn(second, third int) (end, at int) {
	end = max(second, r.nameEnd()+columnGap) + displayWidth(r.place)
	return end, max(third, end+placeGap)
}

// writePlace writes the place and the attribute, beside or below it.
func (l *lines) writePlace(r row, second, third int, beside bool) {
	beginning := l.beginning(r, second)
	end, attributeAt := r.attributeColumn(second, third)
	if !beside {
		l.print(beginning, r.place)
		l.print(strings.Repeat(" ", second+2), l.paint(dim, r.attribute))
		return
	}
	l.print(beginning, r.place, strings.Repeat(" ", attributeAt-end), l.paint(dim, r.attribute))
}

var symbolStyles = map[string]string{
	symbolMissing:    red,
	symbolIncomplete: yellow,
	symbolUnverified: yellow,
	symbolEmpty:      yellow,
	symbolPresent:    green,
	symbolSkipped:    dim,
}

package view

import (
	"bufio"
	"strings"
)

// A table is rows of cells under a head, aligned by what they take up on a screen.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = scrub(cells[i])
	}
	t.rows = append(t.rows, cells)
}

func (t *table) write(w *bufio.Writer, s style) {
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], displayWidth(cell))
		}
	}
	writeRow(w, t.head, widths, func(text string) string { return s.paint(bold, text) })
	for _, row := range t.rows {
		writeRow(w, row, widths, func(text string) string { return text })
	}
}

// writeRow leaves no blanks at the end of a line.
func writeRow(w *bufio.Writer, cells []string, widths []int, paint func(string) string) {
	var line strings.Builder
	for i, cell := range cells {
		line.WriteString(cell)
		if i < len(cells)-1 {
			line.WriteString(strings.Repeat(" ", widths[i]-displayWidth(cell)+3))
		}
	}
	_, _ = w.WriteString(paint(strings.TrimRight(line.String(), " ")) + "\n")
}

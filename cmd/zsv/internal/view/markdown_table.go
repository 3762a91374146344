package view

import "strings"

// markdownRows are the rows of a table in Markdown. A column in which no row has anything is left out.
type markdownRows struct {
	columns []string
	rows    [][]string
}

// sharedNote takes the last cell of all rows away where it is the same in several rows, and returns it.
func (t *markdownRows) sharedNote() (note string, shared bool) {
	last := len(t.columns) - 1
	note = t.rows[0][last]
	for _, row := range t.rows {
		if row[last] != note {
			return "", false
		}
	}
	if note == "" || len(t.rows) == 1 {
		return "", false
	}
	for _, row := range t.rows {
		row[last] = ""
	}
	return note, true
}

// lines returns the two lines that a table begins with, and its rows, a line each.
func (t *markdownRows) lines() (head []string, items [][]string) {
	filled := t.filled()
	columns := only(t.columns, filled)
	head = []string{tableRow(columns), "|" + strings.Repeat(" --- |", len(columns))}
	items = make([][]string, len(t.rows))
	for i, row := range t.rows {
		items[i] = []string{tableRow(only(row, filled))}
	}
	return head, items
}

// filled says of each column whether it has anything.
func (t *markdownRows) filled() []bool {
	filled := make([]bool, len(t.columns))
	for _, row := range t.rows {
		for i, cell := range row {
			filled[i] = filled[i] || cell != ""
		}
	}
	return filled
}

func only(cells []string, filled []bool) []string {
	kept := make([]string, 0, len(cells))
	for i, cell := range cells {
		if filled[i] {
			kept = append(kept, cell)
		}
	}
	return kept
}

func tableRow(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

package view

import (
	"bufio"
	"fmt"
	"strings"
)

// Imported says what became of a stack of another tool.
type Imported struct {
	FormatVersion FormatVersion `json:"format_version"`
	Stack         string        `json:"stack"`
	// Source is where the stack came from, as the user named it.
	Source string `json:"source"`
	// File is what was written; empty: standard output.
	File            string              `json:"file,omitempty"`
	Provider        string              `json:"provider"`
	ProviderWritten bool                `json:"provider_written"` // its block is in the file, too
	Components      []ImportedComponent `json:"components"`
	References      int                 `json:"references"`
	Secrets         int                 `json:"secrets"`
	Elsewhere       int                 `json:"secrets_elsewhere"` // those of them that the configuration keeps in other stores
	Replaced        []ReplacedValue     `json:"replaced"`
	Plaintext       []PlainValue        `json:"plaintext"`
	Changed         []ImportNote        `json:"changed"`
	LeftOut         []ImportNote        `json:"left_out"`
	Problems
	// Next are the commands that follow, each with what it does.
	Next [][2]string `json:"-"`
}

// NewImported returns a report in which nothing is said yet.
func NewImported() Imported {
	return Imported{Components: []ImportedComponent{}, Replaced: []ReplacedValue{}, Plaintext: []PlainValue{},
		Changed: []ImportNote{}, LeftOut: []ImportNote{}}
}

// An ImportedPlace is where something was in the stack file. It is left out for what came from a server.
type ImportedPlace struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func (p ImportedPlace) String() string {
	if p.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// An ImportedComponent is one of the stack's.
type ImportedComponent struct {
	Address string `json:"address"`
	Flavor  string `json:"flavor,omitempty"`
	// Present says that the configuration had it already, at Line of File, so that it was not written. DiffersIn are its
	// attributes that are not there what they were in the stack.
	Present   bool     `json:"present"`
	File      string   `json:"file,omitempty"`
	Line      int      `json:"line,omitempty"`
	DiffersIn []string `json:"differs_in"`
	// Unchecked are those of them that hold a reference in the stack alone, so that it is not checked.
	Unchecked []string `json:"unchecked,omitempty"`
}

// A ReplacedValue was a secret in plain text, and is a reference now.
type ReplacedValue struct {
	Address   string `json:"address"`
	Attribute string `json:"attribute"`
	Reference string `json:"reference"`
	ImportedPlace
}

// A PlainValue is a secret that was written down in plain text, because the user said so.
type PlainValue struct {
	Address   string `json:"address"`
	Attribute string `json:"attribute"`
	ImportedPlace
}

// An ImportNote says what is in the file in another form, or not at all, and why.
type ImportNote struct {
	What string `json:"what"`
	Why  string `json:"why"`
	ImportedPlace
}

func (l Imported) writeText(w *bufio.Writer, s style) {
	l.writeHead(w)
	l.writePresent(w, s)
	l.writeReplaced(w, s)
	l.writePlaintext(w, s)
	writeNotes(w, s, "In another form in the file:", l.Changed)
	writeNotes(w, s, "Not carried over:", l.LeftOut)
	width := 0
	for _, step := range l.Next {
		width = max(width, displayWidth(scrub(step[0])))
	}
	for i, step := range l.Next {
		if i == 0 {
			_, _ = fmt.Fprintln(w)
		}
		command := scrub(step[0])
		_, _ = fmt.Fprintf(w, "    %s%s     %s\n", command, strings.Repeat(" ", width-displayWidth(command)), step[1])
	}
}

func (l Imported) writeHead(w *bufio.Writer) {
	verb := "Wrote " + scrub(l.File) + ":"
	if l.File == "" {
		verb = "Wrote"
	}
	_, _ = fmt.Fprintf(w, "%s the stack %q with %s.\n", verb, l.Stack, count(len(l.Components), "component"))
	is := "which the configuration has"
	if l.ProviderWritten {
		is = "which is new"
	}
	if l.References == 0 {
		_, _ = fmt.Fprintf(w, "It refers to no secrets; those of its components would be in %s, %s.\n", scrub(l.Provider), is)
		return
	}
	secrets := count(l.Secrets, "secret")
	if l.Elsewhere > 0 {
		is = fmt.Sprintf("%s, and %d in other stores, as it declares", is, l.Elsewhere)
		secrets += fmt.Sprintf(": %d", l.Secrets-l.Elsewhere)
	}
	_, _ = fmt.Fprintf(w, "It has %s to %s in %s, %s.\n", count(l.References, "reference"), secrets, scrub(l.Provider), is)
}

func (l Imported) writePresent(w *bufio.Writer, s style) {
	var rows table
	for _, c := range l.Components {
		if !c.Present {
			continue
		}
		same := "the same"
		if len(c.DiffersIn) > 0 {
			same = "with another " + strings.Join(c.DiffersIn, ", ")
		}
		if len(c.Unchecked) > 0 {
			same += "; references that only the stack has are not checked: " + strings.Join(c.Unchecked, ", ")
		}
		rows.add(c.Address, fmt.Sprintf("%s:%d", c.File, c.Line), same)
	}
	rows.writeUnder(w, s, "In the configuration already, and not written again:")
}

func (l Imported) writeReplaced(w *bufio.Writer, s style) {
	var rows table
	for _, r := range l.Replaced {
		rows.add(strings.TrimPrefix(r.Address, "component.")+"."+r.Attribute, r.Reference, r.ImportedPlace.String())
	}
	rows.writeUnder(w, s, "Secrets in plain text. References stand in their place, and their values are only in "+
		scrub(l.Source)+":")
	if len(rows.rows) > 0 {
		_, _ = fmt.Fprintln(w, "  Where the store has such a key already, the plan finds that one, whatever its value is.")
	}
}

func (l Imported) writePlaintext(w *bufio.Writer, s style) {
	var rows table
	for _, p := range l.Plaintext {
		rows.add(strings.TrimPrefix(p.Address, "component.")+"."+p.Attribute, p.ImportedPlace.String())
	}
	rows.writeUnder(w, s, "Secrets in plain text, written down because of --rule plaintext-secret=off:")
}

func writeNotes(w *bufio.Writer, s style, title string, notes []ImportNote) {
	var rows table
	for _, n := range notes {
		if place := n.ImportedPlace.String(); place != "" {
			rows.add(place, n.What, n.Why)
		} else {
			rows.add(n.What, n.Why)
		}
	}
	rows.writeUnder(w, s, title)
}

// writeUnder writes rows without a head, indented, under a title; nothing where there are none.
func (t *table) writeUnder(w *bufio.Writer, s style, title string) {
	if len(t.rows) == 0 {
		return
	}
	_, _ = fmt.Fprintf(w, "\n%s\n", s.paint(bold, title))
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], displayWidth(cell))
		}
	}
	for _, row := range t.rows {
		writeRow(w, append([]string{""}, row...), append([]int{-1}, widths...), func(text string) string { return text })
	}
}

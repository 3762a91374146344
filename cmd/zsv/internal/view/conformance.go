package view

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// Conformance is what zsv provider test has to say.
type Conformance struct {
	FormatVersion string `json:"format_version"`
	// Program is the command line that was judged.
	Program string            `json:"program"`
	Hello   *ConformanceHello `json:"hello,omitempty"`
	Summary ConformanceCount  `json:"summary"`
	// Cases are in the order in which they were judged.
	Cases []ConformanceCase `json:"cases"`
	// Unanswered is why the program had no answer to any question, where that is so.
	Unanswered  string               `json:"unanswered,omitempty"`
	Diagnostics []resolve.Diagnostic `json:"diagnostics"`

	// Verbose shows people the demands of all cases, not only of those that failed.
	Verbose bool `json:"-"`
	// Note is what people are to know beside it.
	Note string `json:"-"`
}

// A ConformanceHello is what the program says of itself.
type ConformanceHello struct {
	Name         string   `json:"name,omitempty"`
	Version      string   `json:"version,omitempty"`
	Capabilities []string `json:"capabilities"`
	// Addresses and Paths are the names of the arguments that hold some.
	Addresses []string `json:"addresses"`
	Paths     []string `json:"paths"`
}

// A ConformanceCount counts verdicts.
type ConformanceCount struct {
	Passed  int `json:"passed"`
	Failed  int `json:"failed"`
	Skipped int `json:"skipped"`
}

// The verdicts.
const (
	CasePassed  = "passed"
	CaseFailed  = "failed"
	CaseSkipped = "skipped"
)

// The groups of cases.
const (
	ProtocolCases = "protocol"
	StoreCases    = "store"
)

// A ConformanceCase is what came of one case.
type ConformanceCase struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	// Demand says in one sentence what a program must do to pass.
	Demand  string `json:"demand"`
	Verdict string `json:"verdict"`
	// Seen are clauses that say what was seen instead, or why the case was skipped, or what else there is to say.
	Seen []string `json:"seen,omitempty"`
	// Advice says what to change.
	Advice string `json:"advice,omitempty"`
}

// NewConformance returns what is to be said of cases, which are counted.
func NewConformance(program string, cases []ConformanceCase) Conformance {
	c := Conformance{FormatVersion: "1.0", Program: program, Cases: orEmpty(cases), Diagnostics: []resolve.Diagnostic{}}
	for _, one := range cases {
		switch one.Verdict {
		case CasePassed:
			c.Summary.Passed++
		case CaseFailed:
			c.Summary.Failed++
		case CaseSkipped:
			c.Summary.Skipped++
		}
	}
	return c
}

var conformanceGroups = []struct{ name, title string }{{ProtocolCases, "The protocol"}, {StoreCases, "Stores"}}

func (c Conformance) writeText(w *bufio.Writer, s style) {
	l := &lines{style: s, buffer: w, width: textWidth}
	l.print(l.paint(bold, scrub(c.Program)), c.introduction())
	for _, group := range conformanceGroups {
		c.writeGroup(l, group.name, group.title)
	}
	l.print()
	l.print(l.paint(bold+";"+c.color(), c.headline()))
	switch {
	case c.Unanswered != "":
		l.hang("", 0, scrub("Nothing was answered: "+c.Unanswered+". Give what a block of the provider needs by --argument "+
			"NAME=VALUE, or a store by --fill FILE."), "")
	case c.Note != "":
		l.hang("", 0, scrub(c.Note), "")
	}
}

// color is green only where something has passed and nothing has failed.
func (c Conformance) color() string {
	switch {
	case c.Summary.Failed > 0:
		return red
	case c.Summary.Passed == 0 || c.Unanswered != "":
		return yellow
	}
	return green
}

// introduction is what the program says of itself, behind its name.
func (c Conformance) introduction() string {
	if c.Hello == nil {
		return ""
	}
	var parts []string
	if called := strings.TrimSpace(c.Hello.Name + " " + c.Hello.Version); called != "" {
		parts = append(parts, called)
	}
	parts = append(parts, strings.Join(c.Hello.Capabilities, ", "))
	return scrub(" · " + strings.Join(parts, " · "))
}

func (c Conformance) writeGroup(l *lines, group, title string) {
	begun := false
	for _, one := range c.Cases {
		if one.Group != group {
			continue
		}
		if !begun {
			l.print()
			l.print(l.paint(bold, title))
			begun = true
		}
		c.writeCase(l, one)
	}
}

// caseMarks are a symbol and a word for each verdict, and their colour.
var caseMarks = map[string]struct{ mark, code string }{
	CasePassed: {"ok    ", green}, CaseFailed: {"FAILED", red}, CaseSkipped: {"-     ", yellow},
}

// caseIndent is how far what is said of a case stands below its name.
const caseIndent = 10

func (c Conformance) writeCase(l *lines, one ConformanceCase) {
	mark := caseMarks[one.Verdict]
	l.print("  ", l.paint(mark.code, mark.mark), "  ", scrub(one.Name))
	indent := strings.Repeat(" ", caseIndent)
	if one.Verdict == CaseFailed || c.Verbose {
		l.hang(indent, caseIndent, scrub(one.Demand), dim)
	}
	if one.Verdict != CaseFailed {
		for _, seen := range one.Seen {
			l.hang(indent, caseIndent, scrub(seen), dim)
		}
		return
	}
	for _, seen := range one.Seen {
		l.hang(indent+"- ", caseIndent+2, scrub(seen), "")
	}
	if one.Advice != "" {
		l.hang(indent, caseIndent, scrub("To change it: "+one.Advice), "")
	}
}

func (c Conformance) headline() string {
	text := fmt.Sprintf("%s: %d passed, %d failed", count(len(c.Cases), "case"), c.Summary.Passed, c.Summary.Failed)
	if c.Summary.Skipped > 0 {
		text += fmt.Sprintf(", %d skipped", c.Summary.Skipped)
	}
	return text + "."
}

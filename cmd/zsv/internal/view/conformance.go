package view

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/conformance"
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
	Cases       []conformance.Result `json:"cases"`
	Diagnostics []resolve.Diagnostic `json:"diagnostics"`

	// Verbose shows people the demands of all cases, not only of those that failed.
	Verbose bool `json:"-"`
}

// A ConformanceHello is what the program says of itself.
type ConformanceHello struct {
	Name         string   `json:"name,omitempty"`
	Version      string   `json:"version,omitempty"`
	Capabilities []string `json:"capabilities"`
	Addresses    []string `json:"addresses"`
}

// A ConformanceCount counts verdicts.
type ConformanceCount struct {
	Passed  int `json:"passed"`
	Failed  int `json:"failed"`
	Skipped int `json:"skipped"`
}

// NewConformance returns what is to be said of an outcome.
func NewConformance(program string, outcome conformance.Outcome, verbose bool) Conformance {
	c := Conformance{FormatVersion: "1.0", Program: program, Cases: orEmpty(outcome.Results), Diagnostics: []resolve.Diagnostic{},
		Verbose: verbose}
	if hello := outcome.Hello; hello != nil {
		c.Hello = &ConformanceHello{hello.Name, hello.Version, orEmpty(hello.Capabilities), orEmpty(hello.Addresses)}
	}
	for _, result := range outcome.Results {
		switch result.Verdict {
		case conformance.Passed:
			c.Summary.Passed++
		case conformance.Failed:
			c.Summary.Failed++
		case conformance.Skipped:
			c.Summary.Skipped++
		}
	}
	return c
}

var conformanceGroups = []struct{ name, title string }{
	{conformance.Protocol, "The protocol"}, {conformance.Store, "Stores"},
}

func (c Conformance) writeText(w *bufio.Writer, s style) {
	l := &lines{style: s, buffer: w}
	l.print(s.paint(bold, scrub(c.Program)), c.introduction())
	for _, group := range conformanceGroups {
		c.writeGroup(l, group.name, group.title)
	}
	l.print()
	code := green
	if c.Summary.Failed > 0 {
		code = red
	}
	l.print(s.paint(bold+";"+code, c.headline()))
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
	width, found := 0, false
	for _, result := range c.Cases {
		if result.Group == group {
			width, found = max(width, displayWidth(scrub(result.Name))), true
		}
	}
	if !found {
		return
	}
	l.print()
	l.print(l.paint(bold, title))
	for _, result := range c.Cases {
		if result.Group == group {
			c.writeCase(l, result, width)
		}
	}
}

// caseMarks are a symbol and a word for each verdict, and their colour.
var caseMarks = map[conformance.Verdict]struct{ mark, code string }{
	conformance.Passed: {"ok    ", green}, conformance.Failed: {"FAILED", red}, conformance.Skipped: {"-     ", yellow},
}

const caseIndent = "          "

func (c Conformance) writeCase(l *lines, result conformance.Result, width int) {
	mark := caseMarks[result.Verdict]
	name, why := scrub(result.Name), ""
	if result.Verdict != conformance.Failed && len(result.Seen) > 0 {
		name += strings.Repeat(" ", width-displayWidth(name)+2)
		why = l.paint(dim, scrub(strings.Join(result.Seen, "; ")))
	}
	l.print("  ", l.paint(mark.code, mark.mark), "  ", name, why)
	if result.Verdict == conformance.Failed || c.Verbose {
		l.print(caseIndent, l.paint(dim, scrub(result.Demand)))
	}
	if result.Verdict != conformance.Failed {
		return
	}
	for _, seen := range result.Seen {
		l.print(caseIndent, "- ", scrub(seen))
	}
	if result.Advice != "" {
		l.print(caseIndent, "To change it: ", scrub(result.Advice))
	}
}

func (c Conformance) headline() string {
	text := fmt.Sprintf("%s: %d passed, %d failed", count(len(c.Cases), "case"), c.Summary.Passed, c.Summary.Failed)
	if c.Summary.Skipped > 0 {
		text += fmt.Sprintf(", %d skipped", c.Summary.Skipped)
	}
	return text + "."
}

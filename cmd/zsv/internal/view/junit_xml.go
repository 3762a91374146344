package view

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// xmlLines writes XML a line at a time, so that no line can be taken for a command to a log.
type xmlLines struct{ *lines }

func (x *xmlLines) open(element string, attributes ...string) { x.print(tag(element, attributes), ">") }
func (x *xmlLines) shut(element string)                       { x.print("</", element, ">") }

// tag returns the beginning of an element with attributes, which are names and values.
func tag(element string, attributes []string) string {
	var b strings.Builder
	b.WriteString("<" + element)
	for attribute := range slices.Chunk(attributes, 2) {
		b.WriteString(" " + attribute[0] + `="` + escapeXML(attribute[1]) + `"`)
	}
	return b.String()
}

// escapeXML escapes text, and replaces the few characters that XML cannot have and scrub leaves alone.
func escapeXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

func (x *xmlLines) suite(s *junitSuite) {
	counts := s.counts()
	attributes := append([]string{"name", s.name}, counts.attributes()...)
	x.open("testsuite", append(attributes, "skipped", strconv.Itoa(counts.skipped))...)
	if len(s.properties) > 0 {
		x.open("properties")
		for property := range slices.Chunk(s.properties, 2) {
			x.print(tag("property", []string{"name", property[0], "value", property[1]}), "/>")
		}
		x.shut("properties")
	}
	for _, c := range s.cases {
		x.testCase(s.name, c)
	}
	x.shut("testsuite")
}

func (x *xmlLines) testCase(class string, c junitCase) {
	start := tag("testcase", []string{"classname", class, "name", c.name})
	if c.outcome == junitPassed && c.output == "" {
		x.print(start, "/>")
		return
	}
	x.print(start, ">")
	if c.outcome != junitPassed {
		x.outcome(c)
	}
	if c.output != "" {
		x.print("<system-out>", escapeXML(c.output), "</system-out>")
	}
	x.shut("testcase")
}

func (x *xmlLines) outcome(c junitCase) {
	attributes := []string{"message", c.message}
	if c.rule != "" {
		attributes = append([]string{"type", c.rule}, attributes...)
	}
	if len(c.text) == 0 {
		x.print(tag(string(c.outcome), attributes), "/>")
		return
	}
	lines := make([]string, len(c.text))
	for i, line := range c.text {
		lines[i] = escapeXML(line)
	}
	lines[0] = tag(string(c.outcome), attributes) + ">" + lines[0]
	lines[len(lines)-1] += "</" + string(c.outcome) + ">"
	for _, line := range lines {
		x.print(line)
	}
}

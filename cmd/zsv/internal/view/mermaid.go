package view

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// writeMermaid writes a graph for GitHub, GitLab and all else that draws Mermaid's flowcharts.
func writeMermaid(w io.Writer, g *Graph) error {
	l := newLines(w, Options{})
	for _, line := range mermaid(g) {
		l.print(line)
	}
	return l.close()
}

// The largest flowchart that Mermaid draws, as long as whoever runs it sets no other limits.
const (
	mostMermaidEdges = 500
	mostMermaidText  = 50_000 // characters
)

// MermaidLimit says by what a graph is larger than Mermaid draws; "" where it is not.
func MermaidLimit(g *Graph) string {
	size := 0
	for _, line := range mermaid(g) {
		size += utf8.RuneCountInString(line) + 1
	}
	switch {
	case len(g.edges) > mostMermaidEdges:
		return fmt.Sprintf("the graph has %d edges, and Mermaid draws at most %d", len(g.edges), mostMermaidEdges)
	case size > mostMermaidText:
		return fmt.Sprintf("the graph has %d characters, and Mermaid draws at most %d", size, mostMermaidText)
	}
	return ""
}

// mermaid returns the lines of a flowchart.
func mermaid(g *Graph) []string {
	lines := []string{"flowchart LR"}
	if len(g.nodes) == 0 {
		lines = append(lines, `  empty["`+nothingToDraw+`"]`)
	}
	for _, cluster := range g.clusters {
		lines = append(lines, "  subgraph "+cluster.id+`["`+mermaidText(cluster.title)+`"]`)
		lines = append(lines, mermaidNodes(g, cluster.id, "    ")...)
		lines = append(lines, "  end")
	}
	if len(g.clusters) == 0 {
		lines = append(lines, mermaidNodes(g, "", "  ")...)
	}
	for _, edge := range g.edges {
		lines = append(lines, "  "+mermaidEdge(edge))
	}
	return append(lines, mermaidClasses(g)...)
}

func mermaidNodes(g *Graph, cluster, margin string) []string {
	var lines []string
	for i := range g.nodes {
		node := &g.nodes[i]
		if node.cluster != cluster {
			continue
		}
		text := make([]string, len(node.lines))
		for i, line := range node.lines {
			text[i] = mermaidText(line)
		}
		class := node.class()
		shape := mermaidShapes[class]
		lines = append(lines, margin+node.id+shape.open+`"`+strings.Join(text, "<br/>")+`"`+shape.close+":::"+class)
	}
	return lines
}

// mermaidShapes tell the classes apart without colour.
var mermaidShapes = map[string]struct{ open, close string }{
	"stack":      {"[[", "]]"},
	"component":  {"[", "]"},
	"secret":     {"(", ")"},
	"present":    {"(", ")"},
	"missing":    {"{{", "}}"},
	"unverified": {"[/", "/]"},
	"provider":   {"[(", ")]"},
}

func mermaidEdge(e graphEdge) string {
	arrow := "-->"
	switch {
	case e.keeps:
		arrow = "-.->"
	case e.passes: // a long one: the secret stands among the others
		arrow = "--->"
	}
	if e.label != "" {
		arrow += `|"` + mermaidText(e.label) + `"|`
	}
	return e.from + " " + arrow + " " + e.to
}

// mermaidStyles say the same in colour, with a text that can be read on each, in light and in dark themes.
var mermaidStyles = []struct{ class, style string }{
	{"stack", "fill:#ddf4ff,stroke:#0969da,color:#0a3069"},
	{"component", "fill:#f6f8fa,stroke:#57606a,color:#24292f"},
	{"secret", "fill:#f6f8fa,stroke:#57606a,color:#24292f"},
	{"present", "fill:#dafbe1,stroke:#1a7f37,color:#044f1e"},
	{"missing", "fill:#ffebe9,stroke:#cf222e,color:#82071e,stroke-width:3px"},
	{"unverified", "fill:#fff8c5,stroke:#9a6700,color:#4d2d00,stroke-dasharray:5 3"},
	{"provider", "fill:#fbefff,stroke:#8250df,color:#3e1f79"},
}

// mermaidClasses defines the classes that occur.
func mermaidClasses(g *Graph) []string {
	used := map[string]bool{}
	for i := range g.nodes {
		used[g.nodes[i].class()] = true
	}
	var lines []string
	for _, class := range mermaidStyles {
		if used[class.class] {
			lines = append(lines, "  classDef "+class.class+" "+class.style)
		}
	}
	return lines
}

// mermaidText writes scrubbed text for a label in quotes. Whatever has a meaning to Mermaid, to the Markdown or HTML that it
// takes labels for, or to what it makes of its own escapes, becomes the number of the character.
func mermaidText(text string) string {
	var b strings.Builder
	runes := []rune(mermaidLate.Replace(text))
	for i, r := range runes {
		if mermaidPlain(runes, i) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}

// mermaidLate replaces what Mermaid still finds when it has read the numbers: a break of the line, icons of Font Awesome,
// formulas, and its own form of a number. The signs instead look alike.
var mermaidLate = strings.NewReplacer(`\n`, "\u2216n", ":fa-", "\u2236fa-", "$$", "$\uff04", "\ufb02", "fl")

// mermaidPlain says whether a character can stand for itself. Some signs can, between letters and digits.
func mermaidPlain(text []rune, i int) bool {
	r := text[i]
	switch {
	case r == ' ' || isAlphanumeric(r):
		return true
	case r == ',', r == ':':
		return i < len(text)-1 && text[i+1] == ' '
	case r == '_', r == '-', r == '/', r == '.':
		return 0 < i && i < len(text)-1 && isAlphanumeric(text[i-1]) && isAlphanumeric(text[i+1]) &&
			(r != '.' || text[i-1] != 'w' && text[i-1] != 'W') // www.example.com would be a link
	}
	return r > '~'
}

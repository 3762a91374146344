package view

import (
	"io"
	"strings"
)

// writeDOT writes a graph for Graphviz.
func writeDOT(w io.Writer, g *Graph) error {
	l := newLines(w, Options{})
	l.print("digraph zsv {")
	l.print(`  graph [rankdir=LR, fontname="Helvetica,Arial,sans-serif", ranksep=0.9, nodesep=0.25]`)
	l.print(`  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, style=filled, margin="0.15,0.08"]`)
	l.print(`  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, color="#57606a", arrowsize=0.7]`)
	if len(g.nodes) == 0 {
		l.print(`  empty [label="` + nothingToDraw + `", shape=plaintext, style=""]`)
	}
	for _, cluster := range g.clusters {
		l.print("  subgraph ", dotString("cluster_"+cluster.id), " {")
		l.print("    label=", dotString(cluster.title))
		writeDOTNodes(l, g, cluster.id, "    ")
		l.print("  }")
	}
	if len(g.clusters) == 0 {
		writeDOTNodes(l, g, "", "  ")
	}
	for _, edge := range g.edges {
		l.print("  ", dotString(edge.from), " -> ", dotString(edge.to), dotEdge(edge))
	}
	l.print("}")
	return l.close()
}

func writeDOTNodes(l *lines, g *Graph, cluster, margin string) {
	for i := range g.nodes {
		if node := &g.nodes[i]; node.cluster == cluster {
			l.print(margin, dotString(node.id), " [label=", dotLabel(node), ", ", dotStyles[node.class()], "]")
		}
	}
}

// dotStyles tell the classes apart by their shapes, and by colour too.
var dotStyles = map[string]string{
	"stack":      `shape=folder, fillcolor="#ddf4ff", color="#0969da", fontcolor="#0a3069"`,
	"component":  `shape=box, fillcolor="#f6f8fa", color="#57606a", fontcolor="#24292f"`,
	"secret":     `shape=box, style="filled,rounded", fillcolor="#f6f8fa", color="#57606a", fontcolor="#24292f"`,
	"present":    `shape=box, style="filled,rounded", fillcolor="#dafbe1", color="#1a7f37", fontcolor="#044f1e"`,
	"missing":    `shape=box, peripheries=2, penwidth=2, fillcolor="#ffebe9", color="#cf222e", fontcolor="#82071e"`,
	"unverified": `shape=note, style="filled,dashed", fillcolor="#fff8c5", color="#9a6700", fontcolor="#4d2d00"`,
	"provider":   `shape=cylinder, fillcolor="#fbefff", color="#8250df", fontcolor="#3e1f79"`,
}

func dotEdge(e graphEdge) string {
	var attributes []string
	if e.keeps {
		attributes = append(attributes, "style=dashed")
	}
	if e.passes { // the secret stands among the others
		attributes = append(attributes, "minlen=2")
	}
	if e.label != "" {
		attributes = append(attributes, "label="+dotString(e.label))
	}
	if len(attributes) == 0 {
		return ""
	}
	return " [" + strings.Join(attributes, ", ") + "]"
}

// dotLabel writes the lines of a node, those below its name to the left where they are a list.
func dotLabel(node *graphNode) string {
	end := `\n`
	if node.kind == nodeSecret {
		end = `\l`
	}
	var b strings.Builder
	for i, line := range node.lines {
		if b.WriteString(dotEscapes.Replace(line)); i < len(node.lines)-1 || end == `\l` && i > 0 {
			b.WriteString(end)
		}
	}
	return `"` + b.String() + `"`
}

// dotString writes scrubbed text as a string in quotes.
func dotString(text string) string { return `"` + dotEscapes.Replace(text) + `"` }

// dotEscapes keep text from ending a string, and from being read as one of Graphviz's escapes or as an entity of HTML.
var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "<", "&lt;", ">", "&gt;", "#", "&#35;")

package view

import (
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// graph makes the graph of what was gathered. Only where there are several configurations do nodes say which they are of.
func (b *graphBuilder) graph(several bool) *Graph {
	g := &Graph{}
	ids := identifiers{taken: map[string]bool{}}
	of, clusters := map[nodeKey]string{}, map[string]string{}
	for _, key := range slices.SortedFunc(maps.Keys(b.nodes), nodeKey.compare) {
		cluster := ""
		if several {
			if clusters[key.directory] == "" {
				clusters[key.directory] = ids.of("configuration", key.directory)
				g.clusters = append(g.clusters, graphCluster{clusters[key.directory], graphLine(name(key.directory))})
			}
			cluster = clusters[key.directory]
		}
		of[key] = ids.ofNode(key, several)
		node := b.nodes[key].node(key)
		node.id, node.cluster = of[key], cluster
		g.nodes = append(g.nodes, node)
	}
	g.edges = b.sortedEdges(of)
	return g
}

func (b *graphBuilder) sortedEdges(ids map[nodeKey]string) []graphEdge {
	keys := slices.SortedFunc(maps.Keys(b.edges), func(x, y edgeKey) int {
		if order := x.from.compare(y.from); order != 0 {
			return order
		}
		return x.to.compare(y.to)
	})
	members := map[nodeKey]int{} // how many stacks a component is in
	for _, key := range keys {
		if key.to.kind == nodeComponent {
			members[key.to]++
		}
	}
	edges := make([]graphEdge, len(keys))
	for i, key := range keys {
		edges[i] = graphEdge{from: ids[key.from], to: ids[key.to], keeps: key.to.kind == nodeProvider,
			passes: key.from.kind == nodeStack && key.to.kind == nodeSecret}
		if stacks := b.edges[key]; key.from.kind == nodeComponent && len(stacks) < members[key.from] {
			edges[i].label = graphLine(stackList(stacks))
		}
	}
	return edges
}

func stackList(stacks map[string]bool) string {
	names := slices.Sorted(maps.Keys(stacks))
	for i := range names {
		names[i] = name(names[i])
	}
	return strings.Join(names, ", ")
}

// node returns the node of a draft, without what places it in the graph.
func (d *nodeDraft) node(key nodeKey) graphNode {
	node := graphNode{kind: key.kind}
	switch key.kind {
	case nodeStack:
		node.lines = []string{"stack " + name(key.name), d.note}
	case nodeComponent:
		node.lines = []string{name(strings.TrimPrefix(key.name, "component.")), scrub(d.description), d.note}
	case nodeProvider:
		node.lines = []string{ProviderName(key.provider), scrub(d.description), d.note}
	case nodeSecret:
		mark, verdict := d.verdict()
		node.mark = mark
		node.lines = append([]string{"secret " + name(key.name), verdict, d.note}, d.keys()...)
	}
	node.lines = slices.DeleteFunc(node.lines, func(line string) bool { return line == "" })
	for i := range node.lines {
		node.lines[i] = graphLine(node.lines[i])
	}
	return node
}

// verdict sums up what is known of a secret's keys. Nothing is said of one that nobody was to be asked about.
func (d *nodeDraft) verdict() (m mark, sentence string) {
	checks := d.sortedChecks()
	t := tallyOf(checks)
	symbol, sentence, _ := t.verdict()
	switch symbol {
	case symbolMissing, symbolIncomplete:
		m = markMissing
	case symbolUnverified:
		m = markUnverified
	case symbolPresent, symbolEmpty:
		m = markPresent
	}
	switch {
	case d.unanswered && m == markUnverified:
		sentence += ", no provider"
	case d.unanswered:
		sentence = "no provider"
	case t.secretMissing:
		sentence = "missing"
	case len(checks) == 0 || t.unchecked > 0:
		sentence = ""
	}
	return m, sentence
}

func (d *nodeDraft) sortedChecks() []resolve.Check {
	checks := make([]resolve.Check, 0, len(d.checks))
	for _, key := range slices.Sorted(maps.Keys(d.checks)) {
		checks = append(checks, d.checks[key])
	}
	return checks
}

// keys returns a line for each key, with its verdict where that is not the same for all.
func (d *nodeDraft) keys() []string {
	var lines []string
	checks := d.sortedChecks()
	differ := slices.ContainsFunc(checks, func(c resolve.Check) bool { return keyWord(&c) != keyWord(&checks[0]) })
	for i := range checks {
		c := &checks[i]
		if c.Key == "" {
			continue
		}
		line := "• " + name(c.Key)
		if word := keyWord(c); differ && word != "" {
			line += ": " + word
		}
		lines = append(lines, line)
	}
	return lines
}

func keyWord(c *resolve.Check) string {
	switch {
	case c.Status.Missing():
		return "missing"
	case c.Status == resolve.StatusUnverified:
		return "not verified"
	case isEmpty(c):
		return "empty"
	case c.Status == resolve.StatusPresent:
		return "present"
	case c.Reason != "":
		return "optional and absent"
	}
	return "" // not asked about
}

// longestGraphLine is how many columns a line of a node takes at most.
const longestGraphLine = 100

func graphLine(text string) string { return shortened(text, longestGraphLine) }

package view

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/resolve"
)

// A Graph is what a configuration consists of and needs: stacks have components, both need secrets, and a provider answers
// for each secret. Its texts are scrubbed. Its order and its identifiers depend on the names alone.
type Graph struct {
	nodes []graphNode
	edges []graphEdge
	// clusters are the configurations, where there are several.
	clusters []graphCluster
}

// A graphNode is one thing in a graph. The first of its lines names it.
type graphNode struct {
	id      string
	kind    nodeKind
	cluster string // the id of one; "" where there is a single configuration
	lines   []string
	mark    mark
}

// A graphCluster is one of several configurations.
type graphCluster struct{ id, title string }

// A graphEdge leads from what needs something to that.
type graphEdge struct {
	from, to string // ids
	// label names the stacks that an edge is of, where that is not plain from the other edges.
	label string
	// keeps says that it leads from a secret to the provider that answers for it.
	keeps bool
	// passes says that it leads from a stack to a secret, past the components.
	passes bool
}

// A nodeKind is what a node stands for. The kinds are in the order in which graphs are read.
type nodeKind int

const (
	nodeStack nodeKind = iota
	nodeComponent
	nodeSecret
	nodeProvider
)

func (k nodeKind) String() string {
	return [...]string{nodeStack: "stack", nodeComponent: "component", nodeSecret: "secret", nodeProvider: "provider"}[k]
}

// class names what decides on the form and the colour of a node: its kind, or a secret's verdict.
func (n *graphNode) class() string {
	if n.mark != markNone {
		return string(n.mark)
	}
	return n.kind.String()
}

// nothingToDraw is the one node of a graph without any: an empty one looks like a mistake.
const nothingToDraw = "no stacks, components, secrets or providers"

// A mark is the verdict on a secret as a whole. It always shows as a word too.
type mark string

const (
	markNone       mark = ""
	markPresent    mark = "present"
	markMissing    mark = "missing"
	markUnverified mark = "unverified"
)

// rows returns how many lines of text stand one above the other at least: those of the kind that has most.
func (g *Graph) rows() int {
	of := map[nodeKind]int{}
	for i := range g.nodes {
		of[g.nodes[i].kind] += len(g.nodes[i].lines)
	}
	return slices.Max(append(slices.Collect(maps.Values(of)), 0))
}

// NewGraph makes the graph of a report, and of what else there is in the configurations. Without outlines it has what the
// checks are about.
func NewGraph(r *resolve.Report, outlines ...resolve.Outline) *Graph {
	b := graphBuilder{nodes: map[nodeKey]*nodeDraft{}, edges: map[edgeKey]map[string]bool{}}
	for i := range outlines {
		b.addOutline(&outlines[i], r)
	}
	for i := range r.Checks {
		b.addCheck(&r.Checks[i])
	}
	for _, store := range r.Stores {
		if draft := b.nodes[nodeKey{nodeProvider, store.Directory, store.Provider, ""}]; draft != nil {
			draft.description = store.Description
		}
	}
	return b.graph(len(r.Configurations) > 1)
}

// A nodeKey tells nodes apart, by exact names.
type nodeKey struct {
	kind                      nodeKind
	directory, provider, name string
}

// compare orders nodes as they are read.
func (k nodeKey) compare(other nodeKey) int {
	return cmp.Or(cmp.Compare(k.directory, other.directory), cmp.Compare(k.kind, other.kind),
		cmp.Compare(k.provider, other.provider), cmp.Compare(k.name, other.name))
}

// An edgeKey tells edges apart.
type edgeKey struct{ from, to nodeKey }

// A nodeDraft gathers what is known of a node.
type nodeDraft struct {
	description string // a component's flavor, a provider's store
	note        string
	checks      map[string]resolve.Check // of a secret, by key: in several stacks it is the same key
	unanswered  bool                     // nothing says which provider has the secret
}

// A graphBuilder gathers nodes and edges. Edges have the stacks that they are of.
type graphBuilder struct {
	nodes map[nodeKey]*nodeDraft
	edges map[edgeKey]map[string]bool
}

func (b *graphBuilder) node(key nodeKey) *nodeDraft {
	if b.nodes[key] == nil {
		b.nodes[key] = &nodeDraft{checks: map[string]resolve.Check{}}
	}
	return b.nodes[key]
}

// edge adds an edge, and both of its nodes.
func (b *graphBuilder) edge(from, to nodeKey, stack string) {
	b.node(from)
	b.node(to)
	key := edgeKey{from, to}
	if b.edges[key] == nil {
		b.edges[key] = map[string]bool{}
	}
	b.edges[key][stack] = true
}

func (b *graphBuilder) addCheck(c *resolve.Check) {
	secret := nodeKey{nodeSecret, c.Directory, c.Provider, c.Secret}
	draft := b.node(secret)
	if known, ok := draft.checks[c.Key]; !ok || gravity(c) > gravity(&known) {
		draft.checks[c.Key] = *c
	}
	if c.Provider == "" {
		draft.unanswered = true
	} else {
		b.edge(secret, nodeKey{nodeProvider, c.Directory, c.Provider, ""}, "")
	}
	stack := nodeKey{nodeStack, c.Directory, "", c.Stack}
	for _, use := range c.Uses {
		component := nodeKey{nodeComponent, c.Directory, "", use.Address}
		switch {
		case use.Component != "":
			b.edge(component, secret, c.Stack)
			if c.Stack != "" {
				b.edge(stack, component, "")
			}
		case c.Stack != "" && !strings.HasPrefix(use.Address, "secret"): // whose blocks are the secret itself
			b.edge(stack, secret, "")
		}
	}
}

// gravity orders verdicts: of two on one key, the graver one shows.
func gravity(c *resolve.Check) int {
	switch {
	case c.Status.Missing():
		return 4
	case c.Status == resolve.StatusUnverified:
		return 3
	case isEmpty(c):
		return 2
	case c.Status == resolve.StatusPresent:
		return 1
	}
	return 0
}

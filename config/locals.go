package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// maxLocalSize bounds the text that one local may come to: twenty lines that each double the one before are a megabyte.
const maxLocalSize = 1 << 20

// A local is one entry of a locals block.
type local struct {
	attribute
	source   []byte
	state    localState
	needs    []*local // that are still to be looked at
	inCircle bool
}

type localState uint8

const (
	waiting localState = iota
	evaluating
	evaluated
)

// A localGraph evaluates locals in the order in which they need one another. It goes down into what a local needs without
// recursion: a chain of locals is as long as the files allow.
type localGraph struct {
	*reader
	locals map[string]*local
	trail  []*local // the locals under evaluation, the outermost first
}

// declare adds the entries of a locals block. A name that is taken is reported.
func (g *localGraph) declare(b block, source []byte) {
	g.report(b.body.check("A locals block", blockShapes["locals"])...)
	for _, a := range b.body.attributes {
		if first, taken := g.locals[a.name]; taken {
			g.report(configError("Duplicate local", fmt.Sprintf("The local %q is defined already, at %s. Rename one of them.",
				a.name, placeText(first.nameRange)), a.nameRange))
			continue
		}
		g.locals[a.name] = &local{attribute: a, source: source}
		g.scope.locals[a.name] = cty.DynamicVal
	}
}

func (g *localGraph) evaluateAll() {
	for _, name := range sortedNames(g.locals) {
		g.begin(g.locals[name])
		for len(g.trail) > 0 {
			g.proceed(g.trail[len(g.trail)-1])
		}
	}
}

// begin puts a local on the trail, with the locals that it needs.
func (g *localGraph) begin(l *local) {
	switch l.state {
	case evaluated:
	case evaluating:
		g.reportCycle(l)
	case waiting:
		l.state = evaluating
		for _, traversal := range l.expr.Variables() {
			name, ok := stepName(traversal, 1)
			if needed := g.locals[name]; ok && traversal.RootName() == "local" && needed != nil {
				l.needs = append(l.needs, needed)
			}
		}
		g.trail = append(g.trail, l)
	}
}

// proceed goes on with the local at the end of the trail: to the next that it needs, else to its value. The value of a
// local in a circle stays unknown.
func (g *localGraph) proceed(l *local) {
	if len(l.needs) > 0 {
		next := l.needs[0]
		l.needs = l.needs[1:]
		g.begin(next)
		return
	}
	g.trail = g.trail[:len(g.trail)-1]
	l.state = evaluated
	if !l.inCircle {
		g.scope.locals[l.name] = g.valueOf(l)
	}
}

func (g *localGraph) valueOf(l *local) cty.Value {
	g.source, g.address = l.source, address("local", l.name)
	value := g.evaluate(l.expr, allowed).value
	if elements, bytes, err := functions.Measure(value); err != nil || elements+bytes > maxLocalSize {
		g.report(configError("Local too large", fmt.Sprintf("The local %q comes to more than %d bytes of text.", l.name,
			maxLocalSize), l.nameRange))
		return cty.DynamicVal
	}
	return value
}

// reportCycle reports that the local at the end of the trail needs l, which is on the trail.
func (g *localGraph) reportCycle(l *local) {
	g.address = address("local", l.name)
	circle := append(slices.Clone(g.trail[slices.Index(g.trail, l):]), l)
	names := make([]string, len(circle))
	for i, member := range circle {
		member.inCircle = true
		names[i] = address("local", member.name)
	}
	if len(names) > maxShown {
		names = append(names[:maxShown], "and so on")
	}
	g.report(configError("Locals refer to one another in a circle", "The value of each needs that of the next: "+
		strings.Join(names, ", ")+". Break the circle.", l.nameRange))
}

// maxShown is how many members of a circle a message names.
const maxShown = 10

// placeText names a place in a message.
func placeText(at hcl.Range) string {
	return fmt.Sprintf("%s:%d:%d", at.Filename, at.Start.Line, at.Start.Column)
}

package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// maxLocalDepth bounds how many locals may refer to one another in a row, and maxLocalSize the text that one may come
// to: twenty lines that each double the one before are a gigabyte.
const (
	maxLocalDepth = 1000
	maxLocalSize  = 1 << 20
)

// A local is one entry of a locals block.
type local struct {
	attribute
	source []byte
	state  localState
}

type localState uint8

const (
	waiting localState = iota
	evaluating
	evaluated
)

// A localGraph evaluates locals in the order in which they need one another.
type localGraph struct {
	*reader
	locals map[string]*local
	trail  []string // the locals under evaluation, the outermost first
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
		g.evaluateLocal(name)
	}
}

func (g *localGraph) evaluateLocal(name string) {
	l := g.locals[name]
	switch {
	case l == nil || l.state == evaluated:
		return
	case l.state == evaluating:
		g.reportCycle(name)
		return
	case len(g.trail) >= maxLocalDepth:
		g.report(configError("Locals refer too deeply", fmt.Sprintf("More than %d locals refer to one another in a row.",
			maxLocalDepth), l.nameRange))
		return
	}
	l.state = evaluating
	g.trail = append(g.trail, name)
	inCycle := g.evaluateNeeds(l)
	g.trail = g.trail[:len(g.trail)-1]
	l.state = evaluated
	if !inCycle {
		g.scope.locals[name] = g.valueOf(l)
	}
}

// evaluateNeeds evaluates the locals that one refers to. It says whether they lead back to it.
func (g *localGraph) evaluateNeeds(l *local) bool {
	inCycle := false
	for _, traversal := range l.expr.Variables() {
		name, ok := stepName(traversal, 1)
		if traversal.RootName() != "local" || !ok {
			continue
		}
		g.evaluateLocal(name)
		if other := g.locals[name]; other != nil && other.state == evaluating {
			inCycle = true
		}
	}
	return inCycle
}

func (g *localGraph) valueOf(l *local) cty.Value {
	g.source, g.address = l.source, address("local", l.name)
	value := g.evaluate(l.expr, allowed).value
	if textSize(value) > maxLocalSize {
		g.report(configError("Local too large", fmt.Sprintf("The local %q comes to more than %d bytes of text.", l.name,
			maxLocalSize), l.nameRange))
		return cty.DynamicVal
	}
	return value
}

func (g *localGraph) reportCycle(name string) {
	g.address = address("local", name)
	cycle := append(slices.Clone(g.trail[slices.Index(g.trail, name):]), name)
	for i := range cycle {
		cycle[i] = address("local", cycle[i])
	}
	g.report(configError("Locals refer to one another in a circle", "The value of each needs that of the next: "+
		strings.Join(cycle, ", ")+". Break the circle.", g.locals[name].nameRange))
}

func textSize(value cty.Value) int {
	size := 0
	value, _ = value.UnmarkDeep()
	_ = cty.Walk(value, func(_ cty.Path, inner cty.Value) (bool, error) {
		size++
		if inner.IsKnown() && !inner.IsNull() && inner.Type() == cty.String {
			size += len(inner.AsString())
		}
		return size <= maxLocalSize, nil
	})
	return size
}

// placeText names a place in a message.
func placeText(at hcl.Range) string {
	return fmt.Sprintf("%s:%d:%d", at.Filename, at.Start.Line, at.Start.Column)
}

// Package stackfile reads stacks of ZenML, as its command stack export writes them and as its server describes them, and
// writes them in HCL. Strings keep what stands in them, references too; what has no place in HCL is noted with its own place.
//
// A file may come from anyone: texts of the parsers, which quote it, are not passed on, and no message has a value in it.
package stackfile

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
)

// A Stack is one stack of ZenML.
type Stack struct {
	Name string // empty where the file names none
	// Version is the version of ZenML that wrote it; empty where that is not said, or in no form of a version.
	Version    string
	Components []Component // in the order of the file
	Settings   []Member
	Env        []Member // the variables that ZenML sets, those of components too
	Notes      []Note   // in the order of the file
	Place      Place
}

// A Component is one component of a stack.
type Component struct {
	Addr       config.ComponentAddr
	Flavor     string // empty where the file names none
	Attributes []Member
	Place      Place
}

// A Place is a line and a column, both from 1, columns in grapheme clusters; both are 0 for what has none, as an answer of a
// server.
type Place struct{ Line, Column int }

func (p Place) compare(other Place) int {
	return cmp.Or(cmp.Compare(p.Line, other.Line), cmp.Compare(p.Column, other.Column))
}

// A Note says what of a stack is not in its HCL, or not as it was. It holds no value.
type Note struct {
	Place
	// What is the part of the stack, as the file calls it: "labels", "alerter.slack: connector".
	What string
	// Why is a clause that says why, or what to do instead.
	Why string
	// Kept says that it is in the HCL all the same, in another form.
	Kept bool
}

// A Problem is what keeps a text from being a stack. It quotes no value.
type Problem struct {
	Place
	// Detail is a sentence: what is wrong and what was expected.
	Detail string
}

func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.Detail
	}
	return fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Detail)
}

// Problems are all that was found, in the order of the file.
type Problems []Problem

func (p Problems) Error() string {
	if len(p) == 0 {
		return "no problem"
	}
	return p[0].Error()
}

// The limits on what is read. An alias in YAML stands for all that it names, so that a short text may mean a huge one.
const (
	MaxSize   = 8 << 20 // bytes, of a text, and of all strings that it comes to
	maxDepth  = 100     // of lists and maps in one another
	maxValues = 200_000
)

// Parse reads a stack in YAML or JSON. The error is Problems.
func Parse(text []byte) (*Stack, error) {
	plain, err := decoded(text)
	if err != nil {
		return nil, err
	}
	r := newReader(plain)
	root := r.root()
	if r.values < 0 { // what was read is not all there is
		return nil, r.inOrder()
	}
	return r.stack(root)
}

// inOrder returns the problems in the order of the file.
func (r *reader) inOrder() Problems {
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.compare(b.Place) })
	return r.problems
}

// stack reads a stack out of what the text says.
func (r *reader) stack(root *Value) (*Stack, error) {
	b := &builder{reader: r, stack: &Stack{Place: root.Place}}
	b.read(root)
	if len(r.problems) > 0 {
		return nil, r.inOrder()
	}
	b.stack.Notes = append(b.stack.Notes, r.notes...)
	slices.SortStableFunc(b.stack.Notes, func(a, b Note) int { return a.compare(b.Place) })
	return b.stack, nil
}

// Package hcledit adds to configurations in HCL: it changes the lines that it has to, and leaves the layout and the comments
// of all others as they are. What it returns is to be parsed before it is written anywhere.
package hcledit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/splice"
)

var (
	// ErrSyntax says that the source is not HCL.
	ErrSyntax = errors.New("it is not valid HCL")
	// ErrNoBlock says that the source has no such block.
	ErrNoBlock = errors.New("there is no such block")
)

// NotAListError says that an argument is no list that is written out, but something else, which is at Range.
type NotAListError struct{ Range hcl.Range }

func (e *NotAListError) Error() string {
	return fmt.Sprintf("%d:%d is not a list that is written out", e.Range.Start.Line, e.Range.Start.Column)
}

// A List is an argument of a block that holds a list.
type List struct {
	Block    string
	Labels   []string
	Argument string
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Append returns the source with a block behind all that it has, apart by a blank line. Its line breaks become those of the
// source.
func Append(src, block []byte) []byte {
	var b bytes.Buffer
	b.Write(src)
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, byteOrderMark))) > 0 {
		eol := lineBreak(src)
		if !bytes.HasSuffix(src, []byte("\n")) {
			b.WriteString(eol)
		}
		if !bytes.HasSuffix(src, []byte("\n"+eol)) {
			b.WriteString(eol)
		}
	}
	b.Write(withLineBreaks(block, src))
	return b.Bytes()
}

// AddTo returns the source with a value, an expression such as component.a.b, at the end of a list. A list that has it
// already stays as it is; a block without the argument gets it.
func AddTo(src []byte, list List, value string) ([]byte, error) {
	text := bytes.TrimPrefix(src, byteOrderMark)
	mark := src[:len(src)-len(text)]
	file, diags := hclsyntax.ParseConfig(text, "", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, ErrSyntax
	}
	block := list.find(file.Body.(*hclsyntax.Body))
	if block == nil {
		return nil, ErrNoBlock
	}
	parts, err := list.addition(text, block, value)
	if err != nil {
		return nil, err
	}
	changed := applied(text, parts)
	if _, diags := hclsyntax.ParseConfig(changed, "", hcl.InitialPos); diags.HasErrors() { // a heredoc in the list
		return nil, &NotAListError{block.Body.Attributes[list.Argument].Expr.Range()}
	}
	return slices.Concat(mark, changed), nil
}

func (l *List) find(body *hclsyntax.Body) *hclsyntax.Block {
	for _, block := range body.Blocks {
		if block.Type == l.Block && slices.Equal(block.Labels, l.Labels) {
			return block
		}
	}
	return nil
}

// addition returns what is to be written where.
func (l *List) addition(src []byte, block *hclsyntax.Block, value string) ([]splice.Part, error) {
	attribute := block.Body.Attributes[l.Argument]
	if attribute == nil {
		return newArgument(src, block, l.Argument+" = ["+value+"]"), nil
	}
	tuple, ok := attribute.Expr.(*hclsyntax.TupleConsExpr)
	if !ok {
		return nil, &NotAListError{attribute.Expr.Range()}
	}
	if holds(tuple, value) {
		return nil, nil
	}
	return newElement(src, tuple, value), nil
}

// holds says whether a list has a value, however that is spelt: component.a.b or component["a"].b.
func holds(tuple *hclsyntax.TupleConsExpr, value string) bool {
	wanted, diags := hclsyntax.ParseTraversalAbs([]byte(value), "", hcl.InitialPos)
	if diags.HasErrors() {
		return false
	}
	return slices.ContainsFunc(tuple.Exprs, func(expr hclsyntax.Expression) bool {
		traversal, diags := hcl.AbsTraversalForExpr(expr)
		return !diags.HasErrors() && slices.Equal(steps(traversal), steps(wanted))
	})
}

// steps returns the names of a traversal.
func steps(traversal hcl.Traversal) []string {
	names := make([]string, len(traversal))
	for i, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			names[i] = step.Name
		case hcl.TraverseAttr:
			names[i] = step.Name
		case hcl.TraverseIndex:
			names[i] = "a number"
			if step.Key.Type() == cty.String {
				names[i] = step.Key.AsString()
			}
		}
	}
	return names
}

package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A block is one block of a file, reduced to what decoding needs: the same for native and JSON syntax.
type block struct {
	kind      string
	labels    []label
	kindRange hcl.Range
	declRange hcl.Range // the header, without the brace
	body      body
}

// A label is one label of a block.
type label struct {
	text string
	at   hcl.Range
}

// A body is what stands in a block, or in a file, in the order of the file.
type body struct {
	attributes []attribute
	blocks     []block
	end        hcl.Range // the closing brace, or the end
	raw        hcl.Body  // for whoever decodes it with a schema of their own
}

// An attribute is NAME = EXPRESSION.
type attribute struct {
	name      string
	nameRange hcl.Range
	at        hcl.Range
	expr      hclsyntax.Expression
}

// get returns the attribute of that name, or nil.
func (b *body) get(name string) *attribute {
	for i := range b.attributes {
		if b.attributes[i].name == name {
			return &b.attributes[i]
		}
	}
	return nil
}

func nativeBody(syntax *hclsyntax.Body) body {
	b := body{
		attributes: make([]attribute, 0, len(syntax.Attributes)),
		blocks:     make([]block, 0, len(syntax.Blocks)),
		end:        syntax.EndRange,
		raw:        syntax,
	}
	for _, a := range syntax.Attributes {
		b.attributes = append(b.attributes, attribute{name: a.Name, nameRange: a.NameRange, at: a.SrcRange, expr: a.Expr})
	}
	slices.SortFunc(b.attributes, func(x, y attribute) int { return x.at.Start.Byte - y.at.Start.Byte })
	for _, syntaxBlock := range syntax.Blocks {
		b.blocks = append(b.blocks, nativeBlock(syntaxBlock))
	}
	return b
}

func nativeBlock(syntax *hclsyntax.Block) block {
	labels := make([]label, len(syntax.Labels))
	for i, text := range syntax.Labels {
		labels[i] = label{text: text, at: syntax.LabelRanges[i]}
	}
	return block{kind: syntax.Type, labels: labels, kindRange: syntax.TypeRange, declRange: syntax.DefRange(),
		body: nativeBody(syntax.Body)}
}

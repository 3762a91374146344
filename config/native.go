package config

import (
	"github.com/hashicorp/hcl/v2"
)

// nativeExpressions is a JSON body that a provider's factory decodes. Its expressions are made native ones, like those of
// all other blocks, so that they are bounded and have exact places.
type nativeExpressions struct {
	hcl.Body
	source *jsonSource
}

// Content decodes the body.
func (b nativeExpressions) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	content, diags := b.Body.Content(schema)
	return b.convert(content), diags
}

// PartialContent decodes the part of the body that schema has, and returns the rest.
func (b nativeExpressions) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	content, rest, diags := b.Body.PartialContent(schema)
	return b.convert(content), nativeExpressions{rest, b.source}, diags
}

// JustAttributes decodes a body without blocks.
func (b nativeExpressions) JustAttributes() (hcl.Attributes, hcl.Diagnostics) {
	attributes, diags := b.Body.JustAttributes()
	b.convertAll(attributes)
	return attributes, diags
}

func (b nativeExpressions) convert(content *hcl.BodyContent) *hcl.BodyContent {
	b.convertAll(content.Attributes)
	for _, inner := range content.Blocks {
		inner.Body = nativeExpressions{inner.Body, b.source}
	}
	return content
}

func (b nativeExpressions) convertAll(attributes hcl.Attributes) {
	for _, a := range attributes {
		expr := b.source.expression(a.Expr)
		a.Expr = newMeter(nil, expr).metered(expr)
	}
}

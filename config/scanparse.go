package config

import (
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// parseForeign parses a file of HCL that zsv did not define, within the limits of every file. Of one with mistakes it
// returns the items without any.
func parseForeign(src []byte, name string) (*hclsyntax.Body, Diagnostics) {
	if hasTooManyTokens(src, name) {
		return nil, Diagnostics{tooManyTokens(name)}
	}
	parsed := parseFile(src, name)
	if parsed.diags == nil {
		return parseTree(src, name), nil
	}
	parsed.diags.Sort()
	return asSyntax(parsed.body), parsed.diags
}

// parseTree parses once more what was parsed already; nil where it could not be.
func parseTree(src []byte, name string) *hclsyntax.Body {
	if !utf8.Valid(src) || checkNesting(src, name) != nil {
		return &hclsyntax.Body{}
	}
	if file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos); !diags.HasErrors() {
		return file.Body.(*hclsyntax.Body)
	}
	return asSyntax(parseFile(src, name).body)
}

// asSyntax returns the items of a file that was recovered as a syntax tree.
func asSyntax(b body) *hclsyntax.Body {
	syntax := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	for _, a := range b.attributes {
		syntax.Attributes[a.name] = &hclsyntax.Attribute{Name: a.name, Expr: a.expr, SrcRange: a.at, NameRange: a.nameRange}
	}
	for _, inner := range b.blocks {
		raw, ok := inner.body.raw.(*hclsyntax.Body)
		if !ok {
			continue
		}
		block := &hclsyntax.Block{Type: inner.kind, Body: raw, TypeRange: inner.kindRange}
		for _, label := range inner.labels {
			block.Labels, block.LabelRanges = append(block.Labels, label.text), append(block.LabelRanges, label.at)
		}
		syntax.Blocks = append(syntax.Blocks, block)
	}
	return syntax
}

package config

import (
	"regexp"
	"slices"
	"sync"
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
	return withLines(asSyntax(parsed.body), src, name), parsed.diags
}

// parseTree parses once more what was parsed already; nil where it could not be.
func parseTree(src []byte, name string) *hclsyntax.Body {
	if !utf8.Valid(src) || checkNesting(src, name) != nil {
		return &hclsyntax.Body{}
	}
	if file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos); !diags.HasErrors() {
		return file.Body.(*hclsyntax.Body)
	}
	return withLines(asSyntax(parseFile(src, name).body), src, name)
}

// argumentLine matches a line that is an argument outside of all blocks, as everyone writes them: in the first column.
var argumentLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^[A-Za-z_][\w-]*[ \t]*=[^\n]*$`) })

// withLines adds the arguments of one line each to what was recovered of a file: files of variables have nothing else.
func withLines(body *hclsyntax.Body, src []byte, name string) *hclsyntax.Body {
	places := positions{src: src, from: hcl.InitialPos}
	for _, at := range argumentLine().FindAllIndex(src, mostRecovered) {
		line, diags := hclsyntax.ParseConfig(src[at[0]:at[1]], name, places.at(at[0]))
		if diags.HasErrors() || slices.ContainsFunc(body.Blocks, func(b *hclsyntax.Block) bool { return holdsOffset(b, at[0]) }) {
			continue
		}
		for argument, a := range line.Body.(*hclsyntax.Body).Attributes {
			if body.Attributes[argument] == nil {
				body.Attributes[argument] = a
			}
		}
	}
	return body
}

// mostRecovered is how many lines of a broken file are looked at.
const mostRecovered = 10_000

func holdsOffset(b *hclsyntax.Block, offset int) bool {
	return b.TypeRange.Start.Byte <= offset && offset < b.Body.EndRange.End.Byte
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

package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// A jsonSource turns HCL's JSON syntax into the same bodies and expressions as the native one, so that all that follows
// knows one kind only.
type jsonSource struct {
	src   []byte
	diags Diagnostics
}

func parseJSON(src []byte, filename string) (body, Diagnostics) {
	file, diags := hcljson.Parse(src, filename)
	if diags.HasErrors() {
		return body{}, syntaxDiagnostics(diags)
	}
	source := &jsonSource{src: src}
	return source.body(file.Body, blockShapes), source.diags
}

// body reads a JSON body: the properties that shapes knows are blocks, all others are attributes.
func (j *jsonSource) body(raw hcl.Body, shapes map[string]shape) body {
	schema := &hcl.BodySchema{}
	for kind, s := range shapes {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: kind, LabelNames: s.labels})
	}
	content, rest, diags := raw.PartialContent(schema)
	j.diags = append(j.diags, syntaxDiagnostics(diags)...)
	b := body{raw: raw, end: raw.MissingItemRange()}
	for _, hclBlock := range content.Blocks {
		b.blocks = append(b.blocks, j.block(hclBlock, shapes[hclBlock.Type]))
	}
	slices.SortStableFunc(b.blocks, func(x, y block) int { return compareRanges(&x.declRange, &y.declRange) })
	attributes, diags := rest.JustAttributes()
	j.diags = append(j.diags, syntaxDiagnostics(diags)...)
	for _, a := range attributes {
		b.attributes = append(b.attributes, attribute{name: a.Name, nameRange: a.NameRange, at: a.Range, expr: j.expression(a.Expr)})
	}
	slices.SortFunc(b.attributes, func(x, y attribute) int { return compareRanges(&x.at, &y.at) })
	return b
}

func (j *jsonSource) block(hclBlock *hcl.Block, s shape) block {
	b := block{kind: hclBlock.Type, kindRange: hclBlock.TypeRange, declRange: hclBlock.DefRange}
	for i, text := range hclBlock.Labels {
		b.labels = append(b.labels, label{text: text, at: hclBlock.LabelRanges[i]})
	}
	if len(b.labels) > 0 {
		b.declRange = b.labels[len(b.labels)-1].at
	}
	if s.opaque {
		b.body = body{raw: hclBlock.Body, end: hclBlock.Body.MissingItemRange()}
		return b
	}
	b.body = j.body(hclBlock.Body, s.blocks)
	return b
}

// expression turns a JSON value into the native expression that means the same. Strings are templates.
func (j *jsonSource) expression(raw hcl.Expression) hclsyntax.Expression {
	at := raw.Range()
	if pairs, diags := hcl.ExprMap(raw); !diags.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: at, OpenRange: raw.StartRange()}
		for _, pair := range pairs {
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{
				KeyExpr: j.expression(pair.Key), ValueExpr: j.expression(pair.Value),
			})
		}
		return object
	}
	if elements, diags := hcl.ExprList(raw); !diags.HasErrors() {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: at, OpenRange: raw.StartRange()}
		for _, element := range elements {
			tuple.Exprs = append(tuple.Exprs, j.expression(element))
		}
		return tuple
	}
	value, _ := raw.Value(nil)
	if value.IsNull() || value.Type() != cty.String {
		return &hclsyntax.LiteralValueExpr{Val: value, SrcRange: at}
	}
	return j.template(value.AsString(), at)
}

// template parses a JSON string. The template parser cannot see JSON's escapes, so in a string that has any, every part
// gets the range of the whole string.
func (j *jsonSource) template(text string, at hcl.Range) hclsyntax.Expression {
	start := hcl.Pos{Line: at.Start.Line, Column: at.Start.Column + 1, Byte: at.Start.Byte + 1}
	expr, diags := hclsyntax.ParseTemplate([]byte(text), at.Filename, start)
	converted := syntaxDiagnostics(diags)
	for i := range converted {
		converted[i].Range = &at
	}
	j.diags = append(j.diags, converted...)
	template, ok := expr.(*hclsyntax.TemplateExpr)
	if diags.HasErrors() || ok && len(template.Parts) == 0 {
		return literalString(text, at)
	}
	if ok {
		template.SrcRange = at
		if literal, isLiteral := template.Parts[0].(*hclsyntax.LiteralValueExpr); isLiteral && len(template.Parts) == 1 {
			literal.SrcRange = inside(at)
		}
	}
	return expr
}

func literalString(text string, at hcl.Range) hclsyntax.Expression {
	return &hclsyntax.TemplateExpr{SrcRange: at, Parts: []hclsyntax.Expression{
		&hclsyntax.LiteralValueExpr{Val: cty.StringVal(text), SrcRange: inside(at)},
	}}
}

// inside returns the range between the quotes of a string's range.
func inside(quoted hcl.Range) hcl.Range {
	quoted.Start.Byte++
	quoted.Start.Column++
	quoted.End.Byte--
	quoted.End.Column--
	return quoted
}

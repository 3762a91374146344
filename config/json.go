package config

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A jsonSource turns HCL's JSON syntax into the same bodies and expressions as the native one, so that all that follows
// knows one kind only.
type jsonSource struct {
	src   []byte
	diags Diagnostics
}

// addFirst adds what HCL's decoder says, the first of each place: it explains itself again where labels are missing.
func (j *jsonSource) addFirst(diags hcl.Diagnostics) {
	said := map[hcl.Range]bool{}
	for _, d := range syntaxDiagnostics(diags) {
		if s := statementOf(d); !said[s.at] {
			said[s.at] = true
			j.diags = append(j.diags, d)
		}
	}
}

// body reads a JSON body: the properties that shapes knows are blocks, all others are attributes.
func (j *jsonSource) body(raw hcl.Body, shapes map[string]shape) body {
	schema := &hcl.BodySchema{}
	for kind, s := range shapes {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: kind, LabelNames: s.labels})
	}
	content, rest, diags := raw.PartialContent(schema)
	j.addFirst(diags)
	b := body{raw: raw, end: raw.MissingItemRange()}
	for _, hclBlock := range content.Blocks {
		b.blocks = append(b.blocks, j.block(hclBlock, shapes[hclBlock.Type]))
	}
	slices.SortStableFunc(b.blocks, func(x, y block) int { return compareRanges(&x.declRange, &y.declRange) })
	attributes, diags := rest.JustAttributes()
	j.addFirst(diags)
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
	b.body = j.blockBody(hclBlock.Body, s)
	return b
}

// blockBody reads what stands in a block.
func (j *jsonSource) blockBody(raw hcl.Body, s shape) body {
	if s.opaque {
		return body{raw: nativeExpressions{raw, j}, end: raw.MissingItemRange()}
	}
	return j.body(raw, s.blocks)
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

// template parses a JSON string.
func (j *jsonSource) template(text string, at hcl.Range) hclsyntax.Expression {
	raw := string(j.src[at.Start.Byte+1 : at.End.Byte-1])
	if raw == text {
		return j.parse(text, at, inside(at).Start, nil)
	}
	decoded := decodeLiteral(raw, jsonEscapes)
	if decoded.text != text { // decoded in another way than ours: the place is that of the whole string
		return j.parse(text, at, hcl.InitialPos, func(hcl.Range) hcl.Range { return at })
	}
	content := positions{src: j.src, from: inside(at).Start}
	literal := &placedLiteral{content: content, decoded: decoded, filename: at.Filename}
	return j.parse(text, at, hcl.InitialPos, literal.placeRange)
}

// parse parses the text of a JSON string that is at a range. The template parser is told that it begins at start, and
// relocate brings the places that it finds back into the file.
func (j *jsonSource) parse(text string, at hcl.Range, start hcl.Pos, relocate func(hcl.Range) hcl.Range) hclsyntax.Expression {
	expr, diags := hclsyntax.ParseTemplate([]byte(text), at.Filename, start)
	if diags.HasErrors() {
		j.diags = append(j.diags, jsonTemplateProblem(text, at, diags))
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: at}
	}
	if relocate != nil {
		relocateExpression(expr, relocate)
	}
	template, ok := expr.(*hclsyntax.TemplateExpr)
	if !ok {
		return expr
	}
	if len(template.Parts) == 0 {
		return literalString(text, at)
	}
	template.SrcRange = at
	if literal := literalOf(template); literal != nil {
		literal.SrcRange = inside(at)
	}
	return template
}

// jsonTemplateProblem says what is wrong with a string, of which the parser's place would be wrong where it has escapes.
func jsonTemplateProblem(text string, at hcl.Range, diags hcl.Diagnostics) Diagnostic {
	tokens, _ := hclsyntax.LexTemplate([]byte(text), at.Filename, hcl.InitialPos)
	problem := syntaxDiagnostics(diags)[0]
	if found := misquoted(tokens, []byte(text), 0); len(found) > 0 {
		problem = found[0]
	}
	problem.Range = &at
	return problem
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

package config

import (
	"bytes"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
)

// A jsonFile reads a file in JSON piece by piece: each block, and each argument that stands in none, by itself. A mistake
// costs the block that it is in, and nothing beside. HCL's parser only gets to see what is known to be without one.
type jsonFile struct {
	filename string
	shapes   map[string]shape
	source   *jsonSource
	text     []byte // the source, with spaces for what does no harm but must not be there
	tokens   []jsonToken
	places   positions
	damage   int // how many mistakes there are so far that leave a piece unreadable
	diags    Diagnostics
	parsed   parsedFile
}

// unreadable is in place of the token at which a value begins.
const unreadable = -1

// parseJSON parses a file of which shapes are the blocks.
func parseJSON(src []byte, filename string, shapes map[string]shape) parsedFile {
	f := &jsonFile{
		filename: filename, shapes: shapes, source: &jsonSource{src: src},
		// HCL's parser counts a tab as two columns. In text there is none.
		text:   bytes.ReplaceAll(src, []byte("\t"), []byte(" ")),
		places: positions{src: src, from: hcl.InitialPos},
	}
	f.read(src)
	f.parsed.diags = limited(slices.Concat(f.diags, f.source.diags))
	return f.parsed
}

func (f *jsonFile) read(src []byte) {
	tokens, comments := scanJSON(src)
	if diags := checkJSON(src, f.filename, tokens); diags != nil {
		f.diags, f.parsed.lost = diags, true
		return
	}
	f.reportComments(comments)
	var certain bool
	if f.tokens, certain = nestJSON(src, tokens); f.tokens[0].kind != '{' {
		f.report(f.problemOfRoot())
		f.parsed.lost = true
		return
	}
	whole := f.root()
	behind := f.tokens[f.after(0)]
	if behind.kind != jsonEnd {
		f.report(f.problem("Text behind the end", textBehind, behind))
	}
	if !certain || !whole || behind.kind != jsonEnd {
		f.loseAny(src)
	}
}

// root reads the object that the file is.
func (f *jsonFile) root() (whole bool) {
	var arguments jsonArguments
	whole = f.members(0, func(name, value int) {
		b := block{kind: f.name(name), kindRange: f.rangeOf(f.tokens[name])}
		if s, ok := f.shapes[b.kind]; ok {
			f.block(b, s, value)
		} else if value != unreadable || f.shapes == nil {
			f.argument(&arguments, name, value)
		}
	})
	f.parsed.body.attributes = arguments.attributes
	f.parsed.body.end = f.rangeOf(f.tokens[f.tokens[0].pair])
	return whole
}

// block reads the value that begins at a token: a block, or several, of which the labels so far are known.
func (f *jsonFile) block(b block, s shape, at int) {
	switch labelled := len(b.labels) == len(s.labels); {
	case at == unreadable:
		f.lose(b)
	case f.tokens[at].kind == '[':
		f.list(b, s, at)
	case labelled && f.isNull(at):
	case f.tokens[at].kind != '{':
		f.reportType(b, s, at)
	case !labelled:
		f.label(b, s, at)
	case s.free && len(s.labels) == 0:
		f.free(b, at)
	default:
		f.unit(b, s, at)
	}
}

// list reads a list of blocks.
func (f *jsonFile) list(b block, s shape, open int) {
	whole := f.elements(open, func(at int) {
		if f.tokens[at].kind == '[' {
			f.reportType(b, s, at)
			return
		}
		f.block(b, s, at)
	})
	if !whole {
		f.lose(b)
	}
}

// label reads an object whose names are the next label.
func (f *jsonFile) label(b block, s shape, open int) {
	whole := f.members(open, func(name, value int) {
		if f.name(name) == commentName {
			f.sound(value)
			return
		}
		labelled := b
		labelled.labels = append(slices.Clone(b.labels), label{f.name(name), f.rangeOf(f.tokens[name])})
		f.block(labelled, s, value)
	})
	if !whole {
		f.lose(b)
	} else if f.tokens[open+1].kind == '}' {
		f.reportUnlabelled(b, s, open)
	}
}

// unit reads one whole block.
func (f *jsonFile) unit(b block, s shape, open int) {
	if !f.sound(open) {
		f.lose(b)
		return
	}
	file, diags := hcljson.ParseWithStartPos(f.textOf(open), f.filename, f.places.at(f.tokens[open].start))
	if diags.HasErrors() {
		f.report(syntaxDiagnostics(diags)[0])
		f.lose(b)
		return
	}
	b.declRange = f.declRange(b, open)
	b.body = f.source.blockBody(file.Body, s)
	f.parsed.body.blocks = append(f.parsed.body.blocks, b)
}

// free reads a block of nothing but arguments, each of which is read by itself.
func (f *jsonFile) free(b block, open int) {
	var arguments jsonArguments
	whole := f.members(open, func(name, value int) { f.argument(&arguments, name, value) })
	b.declRange = f.declRange(b, open)
	b.body = body{attributes: arguments.attributes, end: f.rangeOf(f.tokens[f.tokens[open].pair])}
	f.parsed.body.blocks = append(f.parsed.body.blocks, b)
	if !whole {
		f.lose(b)
	}
}

// jsonArguments are the arguments of one object so far.
type jsonArguments struct {
	attributes []attribute
	set        map[string]hcl.Range
}

// argument reads one argument. Of one that is unreadable, the value is not known.
func (f *jsonFile) argument(arguments *jsonArguments, name, value int) {
	a := attribute{name: f.name(name), nameRange: f.rangeOf(f.tokens[name])}
	a.expr, a.at = f.expression(value, a.nameRange)
	switch first, taken := arguments.set[a.name]; {
	case a.name == commentName:
	case taken:
		f.report(syntaxError("Duplicate argument", "This name is set already, at "+placeText(first)+". Remove one of them.",
			a.nameRange))
	default:
		if arguments.set == nil {
			arguments.set = map[string]hcl.Range{}
		}
		arguments.set[a.name] = a.nameRange
		arguments.attributes = append(arguments.attributes, a)
	}
}

// expression reads the value of an argument, and returns it with the range of the whole argument.
func (f *jsonFile) expression(at int, name hcl.Range) (hclsyntax.Expression, hcl.Range) {
	unknown := &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: name}
	if !f.sound(at) {
		return unknown, name
	}
	raw, diags := hcljson.ParseExpressionWithStartPos(f.textOf(at), f.filename, f.places.at(f.tokens[at].start))
	if diags.HasErrors() {
		f.report(syntaxDiagnostics(diags)[0])
		return unknown, name
	}
	return f.source.expression(raw), hcl.RangeBetween(name, raw.Range())
}

// sound reports what is wrong with the value at a token, and says whether nothing is.
func (f *jsonFile) sound(at int) bool {
	if at == unreadable {
		return false
	}
	before := f.damage
	f.check(at)
	return f.damage == before
}

func (f *jsonFile) declRange(b block, open int) hcl.Range {
	if len(b.labels) > 0 {
		return b.labels[len(b.labels)-1].at
	}
	return f.rangeOf(f.tokens[open])
}

// lose notes a block that cannot be read. Where its labels are not known, it may be any.
func (f *jsonFile) lose(b block) {
	f.parsed.broken = append(f.parsed.broken, b.broken())
	f.parsed.lost = f.parsed.lost || len(b.labels) < len(f.shapes[b.kind].labels)
}

// loseAny notes that blocks of any kind whose name the file holds may be among what cannot be read.
func (f *jsonFile) loseAny(src []byte) {
	f.parsed.lost = true
	for _, kind := range kinds(f.shapes) {
		if bytes.Contains(src, []byte(kind)) {
			f.parsed.broken = append(f.parsed.broken, brokenBlock{kind: kind})
		}
	}
}

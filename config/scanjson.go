package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// isJSONText says whether a text is JSON.
func isJSONText(src []byte) bool { return json.Valid(src) }

// scanJSON finds the strings of a file in JSON. In that of Terraform they are templates.
func (f *scannedFile) scanJSON(isTemplate bool) {
	if !utf8.Valid(f.source) {
		f.cannotRead(invalidUTF8(f.source, f.name))
		return
	}
	if offset, broken := brokenJSON(f.source); broken {
		at := rangeAt(f.source, f.name, offset, offset)
		f.cannotRead(f.unreadable("JSON; see to quotes, commas, colons and brackets here and just above", at))
		return
	}
	w := &jsonWalk{file: f, places: positions{src: f.source, from: hcl.InitialPos}, isTemplate: isTemplate}
	w.value(attributePath{}, "", 0)
	if w.tooDeep != nil {
		f.cannotRead(tooDeep(*w.tooDeep))
		return
	}
	f.addTree(&w.tree, isTemplate)
}

// brokenJSON returns where a text stops being JSON. The decoder's own message is not used: it quotes the text.
func brokenJSON(src []byte) (offset int, broken bool) {
	var syntax *json.SyntaxError
	var any json.RawMessage
	err := json.Unmarshal(src, &any)
	switch {
	case err == nil:
		return 0, false
	case errors.As(err, &syntax):
		return min(max(int(syntax.Offset)-1, 0), len(src)), true
	}
	return 0, true
}

// unreadable reports a file that is not what its name says. A file that holds "{{" and cannot be read may refer to
// anything.
func (f *scannedFile) unreadable(expected string, at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: "Unreadable file", Range: &at, Detail: fmt.Sprintf(
		"Expected %s. What this file refers to is not known. If it is a template of another tool, leave it out: --exclude %s.",
		expected, quotedPattern(f.name))}
}

func quotedPattern(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !isPlainCharacter(r) }) {
		return "PATTERN"
	}
	return "'" + name + "'"
}

func isPlainCharacter(r rune) bool {
	return r == '/' || r == '.' || r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// A jsonWalk goes through JSON that is known to be sound.
type jsonWalk struct {
	file       *scannedFile
	places     positions
	isTemplate bool
	depth      int
	tooDeep    *hcl.Range
	tree       scanTree
}

// value reads the value that begins at an offset, and returns where it ends.
func (w *jsonWalk) value(p attributePath, name string, at int) int {
	at = w.skip(at)
	switch src := w.file.source; src[at] {
	case '{', '[':
		return w.nest(p, name, at)
	case '"':
		end := stringEnd(src, at)
		w.text(p, at, end)
		return end
	default:
		if bytes.HasPrefix(src[at:], []byte("true")) && strings.Contains(p.text, knownAfterApply) {
			w.tree.unknown(p, w.rangeOf(at, at+len("true")))
		}
		for at < len(src) && bytes.IndexByte([]byte(",]} \t\r\n"), src[at]) < 0 {
			at++
		}
		return at
	}
}

func (w *jsonWalk) nest(p attributePath, name string, at int) int {
	if w.depth++; w.depth > maxNesting {
		if w.tooDeep == nil {
			place := rangeAt(w.file.source, w.file.name, at, at+1)
			w.tooDeep = &place
		}
		return len(w.file.source)
	}
	w.tree.begin(name, p)
	defer func() {
		w.depth--
		w.tree.end()
	}()
	src, isObject := w.file.source, w.file.source[at] == '{'
	at = w.skip(at + 1)
	for i := 0; at < len(src) && src[at] != '}' && src[at] != ']'; i++ {
		inner, member := p.index(i), ""
		if isObject {
			end := stringEnd(src, at)
			member = w.key(p, at, end)
			inner = p.key(member)
			at = w.skip(w.skip(end) + 1) // the colon
		}
		if at = w.value(inner, member, at); at >= len(src) {
			return at
		}
		if at = w.skip(at); at < len(src) && src[at] == ',' {
			at = w.skip(at + 1)
		}
	}
	return min(at+1, len(src))
}

func (w *jsonWalk) skip(at int) int {
	for at < len(w.file.source) && strings.IndexByte(" \t\r\n", w.file.source[at]) >= 0 {
		at++
	}
	return at
}

// stringEnd returns where a string ends that begins at an offset.
func stringEnd(src []byte, at int) int {
	for at++; src[at] != '"'; at++ {
		if src[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func (w *jsonWalk) decode(start, end int) string {
	var text string
	_ = json.Unmarshal(w.file.source[start:end], &text) // it is known to be sound
	return text
}

func (w *jsonWalk) key(p attributePath, start, end int) string {
	name := w.decode(start, end)
	w.tree.member(name)
	if strings.Contains(name, "{{") {
		w.tree.key(Value{Attribute: p.key(name).text, Text: name, Range: w.rangeOf(start, end)})
	}
	return name
}

func (w *jsonWalk) rangeOf(start, end int) hcl.Range {
	return hcl.Range{Filename: w.file.name, Start: w.places.at(start), End: w.places.at(end)}
}

// text takes a string. Its place is known byte by byte, whatever its escapes are.
func (w *jsonWalk) text(p attributePath, start, end int) {
	text := w.decode(start, end)
	at := w.rangeOf(start, end)
	v := Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: text, Range: at}
	holes := w.holes(text)
	if isKept(v) || holes.hides || holes.hidesIn {
		v.origin.scanned = &scannedText{literal: w.placed(text, at), holes: holes.holes,
			hides: holes.hides, hidesIn: holes.hidesIn}
		if placed := v.origin.scanned.literal; placed != nil {
			v.Text = placed.decoded.text // the same text, to be found fast
		}
	}
	w.tree.text(v)
	if isConfiguration(v) {
		w.tree.inside(v)
	}
}

// holes returns what Terraform evaluates in a string of its JSON.
func (w *jsonWalk) holes(text string) scannedText {
	if !w.isTemplate || !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
		return scannedText{}
	}
	expr, diags := hclsyntax.ParseTemplate([]byte(text), "", hcl.InitialPos)
	if diags.HasErrors() {
		return scannedText{holes: []hole{{0, len(text), text}}}
	}
	names := expr.Variables()
	return scannedText{holes: templateHoles(text, expr), hides: slices.ContainsFunc(names, w.file.module.givesOpen),
		hidesIn: slices.ContainsFunc(names, w.file.module.givesBraces)}
}

func (w *jsonWalk) placed(text string, at hcl.Range) *placedLiteral {
	decoded := decodeEscapes(string(w.file.source[at.Start.Byte+1:at.End.Byte-1]), jsonEscapes)
	if decoded.text != text { // decoded in another way than ours: the place is that of the whole string
		return nil
	}
	return &placedLiteral{content: positions{src: w.file.source, from: inside(at).Start}, decoded: decoded, filename: at.Filename}
}

// templateHoles returns what is evaluated in a template.
func templateHoles(text string, expr hclsyntax.Expression) []hole {
	template, ok := expr.(*hclsyntax.TemplateExpr)
	if !ok {
		return []hole{{0, len(text), shownInterpolation(text)}}
	}
	var holes []hole
	start := 0
	for i, part := range template.Parts {
		literal, ok := part.(*hclsyntax.LiteralValueExpr)
		end := len(text)
		if i+1 < len(template.Parts) {
			end = template.Parts[i+1].Range().Start.Byte
		}
		if ok && literal.Val.Type() == cty.String {
			start = literal.SrcRange.End.Byte
			continue
		}
		holes = append(holes, hole{start, end, shownInterpolation(text[start:end])})
		start = end
	}
	return holes
}

// shownInterpolation returns an interpolation as people are shown it: of anything but a name the source may hold a secret.
func shownInterpolation(source string) string {
	for _, r := range strings.TrimSuffix(strings.TrimPrefix(source, "${"), "}") {
		if !isPlainCharacter(r) {
			return "${…}"
		}
	}
	return source
}

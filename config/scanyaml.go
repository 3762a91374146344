package config

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// mostYAMLItems is how many lines, items and keys a file in YAML may have: parsed, each takes a hundred times its size.
const mostYAMLItems = 1_000_000

// scanYAML finds the strings of a file in YAML, of all its documents. What an anchor marks is found where it is written,
// however many aliases there are of it. A file that was named, and of which the name does not tell that it is YAML, is text if
// it is none.
func (f *scannedFile) scanYAML() {
	if !utf8.Valid(f.source) {
		f.cannotRead(invalidUTF8(f.source, f.name))
		return
	}
	if countYAML(f.source) > mostYAMLItems {
		f.cannotRead(tooManyTokens(f.name))
		return
	}
	documents, err := yamltext.Documents(f.source)
	if f.kind == strangeFile && (err != nil || slices.ContainsFunc(documents, isScalarDocument)) {
		f.scanText(scannedText{}, true)
		return
	}
	lines := newYAMLLines(f.source)
	f.ignores = f.yamlIgnores(lines, documents)
	for _, document := range documents {
		f.scanDocument(document, lines)
	}
	var broken *yamltext.Malformed
	if errors.As(err, &broken) {
		at := hcl.Range{Filename: f.name, Start: lines.positionOf(broken.Line), End: lines.positionOf(broken.Line)}
		f.cannotRead(f.unreadable(broken.Expected, at))
	}
}

func isScalarDocument(document *yaml.Node) bool {
	return len(document.Content) > 0 && document.Content[0].Kind == yaml.ScalarNode
}

func countYAML(text []byte) int {
	count := 0
	for _, mark := range []string{"\n", ",", ":", "[", "{"} {
		count += bytes.Count(text, []byte(mark))
	}
	return count
}

func (f *scannedFile) scanDocument(document *yaml.Node, lines *yamlLines) {
	if len(document.Content) == 0 {
		return
	}
	w := yamlWalk{file: f, lines: lines}
	w.node(attributePath{}, "", document.Content[0], 0)
	switch {
	case w.tooDeep != nil:
		f.cannotRead(tooDeep(*w.tooDeep))
		return
	case w.aliased > mostAliased:
		f.cannotRead(tooManyTokens(f.name))
		return
	}
	f.addTree(&w.tree, false)
}

// addTree takes what was found in a document, unless it is of another tool.
func (f *scannedFile) addTree(tree *scanTree, isTerraform bool) {
	tree.keepPlanned()
	if tool := tree.tool(f.name); tool != "" && !f.named && !isTerraform {
		if len(tree.values) > 0 {
			f.other = tool
		}
		return
	}
	f.blocks = append(f.blocks, tree.blocks(isTerraform)...)
}

// A yamlWalk goes through one document.
type yamlWalk struct {
	file    *scannedFile
	lines   *yamlLines
	tree    scanTree
	tooDeep *hcl.Range

	aliased int  // nodes that aliases stand for
	names   bool // what an alias stands for is walked, of which names of secrets are taken only
	naming  map[*yaml.Node]bool

	expanding map[*yaml.Node]bool // what aliases stand for that are being walked
}

func (w *yamlWalk) node(p attributePath, name string, node *yaml.Node, depth int) {
	if depth > maxNesting {
		if w.tooDeep == nil {
			place := w.lines.lineRange(w.file.name, node)
			w.tooDeep = &place
		}
		return
	}
	if w.names {
		w.aliased++
	}
	switch node.Kind {
	case yaml.AliasNode:
		w.alias(p, name, node, depth)
	case yaml.MappingNode:
		w.tree.begin(name, p)
		defer w.tree.end()
		w.unquoted(p, node)
		w.members(p, node, depth, nil)
	case yaml.SequenceNode:
		w.tree.begin(name, p)
		defer w.tree.end()
		for i, item := range node.Content {
			w.node(p.index(i), "", item, depth+1)
		}
	case yaml.ScalarNode:
		w.scalar(p, node)
	}
}

// member walks a member of a map.
func (w *yamlWalk) member(p attributePath, key, value *yaml.Node, depth int) {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	name := key.Value
	w.tree.member(name)
	if key.Kind != yaml.ScalarNode {
		w.node(p.key("…"), "", key, depth+1)
	} else if strings.Contains(name, "{{") && !w.names {
		w.tree.key(Value{Attribute: p.key(name).text, Text: name, Range: w.lines.lineRange(w.file.name, key)})
	}
	w.node(p.key(name), name, value, depth+1)
}

// scalar takes a string. Numbers, booleans and null hold no reference.
func (w *yamlWalk) scalar(p attributePath, node *yaml.Node) {
	if tag := node.ShortTag(); tag != "!!str" && !strings.HasPrefix(tag, "!") || tag == "!!null" || tag == "!!bool" ||
		tag == "!!int" || tag == "!!float" || tag == "!!timestamp" || tag == "!!merge" || tag == "!!binary" {
		return
	}
	if w.names && mayBeReference(node.Value) {
		return // it is found where it is written
	}
	v := Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: node.Value, Range: w.lines.lineRange(w.file.name, node),
		Heredoc: node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0}
	if isKept(v) {
		v.origin.scanned = &scannedText{}
		if placed, ok := w.lines.place(w.file.name, node); ok {
			v.origin.scanned.literal, v.Text = placed, placed.decoded.text // the same text, to be found fast
			v.Range = placed.placeDecoded(0, len(placed.decoded.text))
		}
	}
	w.tree.text(v)
	if isConfiguration(v) {
		w.tree.inside(v)
	}
}

// unquoted notices {{name.key}} without quotes, which is a map in a map to YAML.
func (w *yamlWalk) unquoted(p attributePath, node *yaml.Node) {
	if node.Style&yaml.FlowStyle == 0 || len(node.Content) != 2 {
		return
	}
	inner := node.Content[0]
	if inner.Kind != yaml.MappingNode || len(inner.Content) != 2 || !emptyScalar(node.Content[1]) ||
		!emptyScalar(inner.Content[1]) || inner.Content[0].Kind != yaml.ScalarNode || !strings.Contains(inner.Content[0].Value, ".") {
		return
	}
	start, ok := w.lines.Offset(node)
	if !ok {
		return
	}
	near := w.file.source[start:min(len(w.file.source), start+len(inner.Content[0].Value)+mostBlanks)]
	end := bytes.Index(near, []byte("}}"))
	if end < 0 {
		return
	}
	at := w.lines.rangeOf(w.file.name, start, start+end+len("}}"))
	text := "{{" + inner.Content[0].Value + "}}"
	w.tree.text(Value{Attribute: p.text, Name: p.name, Depth: p.depth, Text: text, Unquoted: true, Range: at})
}

// mostBlanks is how much may stand beside the name in braces without quotes.
const mostBlanks = 256

func emptyScalar(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

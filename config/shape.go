package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// A shape says what a kind of block looks like.
type shape struct {
	labels     []string // their names, for messages
	attributes []string
	blocks     map[string]shape
	free       bool // any attribute may stand in it
	opaque     bool // its body is for others to read
}

// blockShapes are the blocks that stand at the top of a file.
var blockShapes = map[string]shape{
	"zsv": {attributes: []string{"required_version", "validation_level", "default_stack", "rules"}},
	"variable": {
		labels:     []string{"name"},
		attributes: []string{"type", "default", "description", "nullable", "sensitive"},
		blocks:     map[string]shape{"validation": {attributes: []string{"condition", "error_message"}}},
	},
	"locals":    {free: true},
	"provider":  {labels: []string{"type", "name"}, opaque: true},
	"component": {labels: []string{"type", "name"}, free: true},
	"stack":     {labels: []string{"name"}, attributes: []string{"secrets", "components", "settings", "env"}},
	"secret": {
		labels:     []string{"name"},
		attributes: []string{"provider", "path", "description"},
		blocks: map[string]shape{
			"key": {labels: []string{"name"}, attributes: []string{"description", "generate", "optional"}},
		},
	},
}

func kinds(shapes map[string]shape) []string { return slices.Sorted(maps.Keys(shapes)) }

// check returns a diagnostic for each block, argument and label of b that the shapes do not have, and drops those
// blocks. what names the thing that b is, for messages.
func (b *body) check(what string, s shape) Diagnostics {
	var diags Diagnostics
	if !s.free {
		diags = append(diags, b.checkAttributes(what, s)...)
	}
	b.blocks = slices.DeleteFunc(b.blocks, func(inner block) bool {
		problem := inner.checkHeader(what, s)
		diags = append(diags, problem...)
		return problem.HasErrors()
	})
	return diags
}

func (b *body) checkAttributes(what string, s shape) Diagnostics {
	var diags Diagnostics
	for _, a := range b.attributes {
		if !slices.Contains(s.attributes, a.name) {
			diags = append(diags, configError("Unsupported argument",
				fmt.Sprintf("%s has no argument %q.%s", what, a.name, s.alternatives(a.name)), a.nameRange))
		}
	}
	return diags
}

func (b *block) checkHeader(what string, s shape) Diagnostics {
	inner, ok := s.blocks[b.kind]
	switch {
	case !ok:
		return Diagnostics{configError("Unsupported block",
			fmt.Sprintf("%s has no blocks of type %q.%s", what, b.kind, s.alternatives(b.kind)), b.kindRange)}
	case len(b.labels) != len(inner.labels):
		return Diagnostics{configError("Wrong number of labels",
			fmt.Sprintf("A %s block has %s: %s.", b.kind, labelCount(inner.labels), inner.example(b.kind)), b.declRange)}
	}
	for _, l := range b.labels {
		if strings.TrimSpace(l.text) == "" {
			return Diagnostics{configError("Empty label",
				fmt.Sprintf("A label of this %s block is empty: write %s.", b.kind, inner.example(b.kind)), l.at)}
		}
	}
	return nil
}

func (s shape) alternatives(name string) string {
	if _, isBlock := s.blocks[name]; isBlock {
		return fmt.Sprintf(" It is written as a block: %s.", s.blocks[name].example(name))
	}
	if slices.Contains(s.attributes, name) || s.free && len(s.blocks) == 0 {
		return fmt.Sprintf(" It is written as an argument: %s = …", name)
	}
	names := slices.Concat(s.attributes, kinds(s.blocks))
	if hint := suggest.DidYouMean(name, names); hint != "" || len(names) == 0 {
		return hint
	}
	return " It may have " + suggest.OneOf(names) + "."
}

func (s shape) example(kind string) string {
	var b strings.Builder
	b.WriteString(kind)
	for _, name := range s.labels {
		fmt.Fprintf(&b, " %q", strings.ToUpper(name))
	}
	return b.String() + " { … }"
}

func labelCount(labels []string) string {
	switch len(labels) {
	case 0:
		return "no labels"
	case 1:
		return "one label, its " + labels[0]
	default:
		return "two labels, its " + strings.Join(labels, " and its ")
	}
}

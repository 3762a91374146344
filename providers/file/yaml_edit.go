package file

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// vet refuses names that are no text. Values may be anything: those that are no text are written as !!binary.
func (yamlFormat) vet(change providers.Change) error { return vetNames(change, "YAML") }

// write makes a change.
func (d *yamlDocument) write(change providers.Change) ([]byte, providers.Written, error) {
	r, written, err := d.revise(change)
	if err != nil || r.isNothing() {
		return nil, written, err
	}
	text, err := d.rewrite(r)
	return text, written, err
}

// remove deletes a secret.
func (d *yamlDocument) remove(location string) ([]byte, error) {
	r, err := d.reviseRemoval(location)
	if err != nil {
		return nil, err
	}
	return d.rewrite(r)
}

// rename gives a secret another name, in the place where it stands.
func (d *yamlDocument) rename(from, to string) ([]byte, error) {
	r, err := d.reviseName(from, to)
	if err != nil {
		return nil, err
	}
	return d.rewrite(r)
}

// rewrite edits the text by lines, else writes the secret anew, else the whole document.
func (d *yamlDocument) rewrite(r revision) ([]byte, error) {
	before, err := d.image()
	if err != nil {
		return nil, err
	}
	ways := []rewriting{
		func(r revision) []byte { return d.spliced(r, true) },
		func(r revision) []byte { return d.spliced(r, false) },
		d.withSecretAnew,
		d.anew,
	}
	return rewrite(before, r, ways, func(text []byte) (image, error) {
		again, err := parseYAML(text)
		switch {
		case err != nil:
			return nil, err
		case !keepsComments(d, again, r):
			return nil, errNoWay
		}
		return again.image()
	})
}

// errBoundless is about a document that aliases make larger than anything that is compared.
var errBoundless = errors.New("a document that refers to itself too often")

// image returns all that the document holds, aliases and merges followed.
func (d *yamlDocument) image() (image, error) {
	all := image{}
	if d.root == nil {
		return all, nil
	}
	c := &yamlCanon{left: maxEntries}
	for _, name := range slices.Sorted(maps.Keys(d.byName)) {
		if found := d.byName[name]; found.problem != "" || found.isNull {
			all[imageName{secret: name}] = c.entry(d.root, name, d.reader.flat[d.root][name])
			continue
		}
		all[imageName{secret: name}] = imageOfMap
		node := yamltext.Aliased(d.reader.flat[d.root][name].value)
		for key, entry := range d.entries(name) {
			all[imageName{name, key, true}] = c.entry(node, key, entry)
		}
	}
	if c.left < 0 {
		return nil, errBoundless
	}
	return all, nil
}

// A yamlCanon spells nodes so that two are spelled alike only where they mean the same.
type yamlCanon struct {
	left int // how many nodes may still be looked at
}

// entry spells a key's value; all values of one that is set several times.
func (c *yamlCanon) entry(node *yaml.Node, name string, entry yamlEntry) string {
	if entry.again == 0 {
		return c.spell(entry.value, 0)
	}
	var out strings.Builder
	for i := 0; i+1 < len(node.Content); i += 2 {
		if yamltext.Aliased(node.Content[i]).Value == name {
			out.WriteString("again " + c.spell(node.Content[i+1], 0))
		}
	}
	return out.String()
}

func (c *yamlCanon) spell(node *yaml.Node, depth int) string {
	if c.left--; c.left < 0 || depth > maxDepth {
		c.left = -1
		return ""
	}
	node = yamltext.Aliased(node)
	if text, ok := scalarText(node); ok {
		if tag := node.ShortTag(); tag != "!!str" && tag != "!!binary" {
			return tag + " " + node.Value
		}
		return imageOfText(text)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %d %d", node.ShortTag(), node.Kind, len(node.Content))
	if node.Kind == yaml.ScalarNode {
		out.WriteString(node.Value) // !!binary that is none
	}
	for _, child := range node.Content {
		text := c.spell(child, depth+1)
		fmt.Fprintf(&out, " %d:%s", len(text), text)
	}
	return out.String()
}

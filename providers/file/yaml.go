package file

import (
	"encoding/base64"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// yamlFormat is one YAML document: a map of secrets to maps of keys. Anchors, aliases and merges work as in YAML 1.1; a
// name that is set twice in one map is not used.
type yamlFormat struct{}

// A yamlDocument is a text in YAML.
type yamlDocument struct {
	contents
	mark   []byte     // the byte order mark
	text   []byte     // the rest
	root   *yaml.Node // the map of all secrets; nil if there is none
	reader *yamlReader

	// comments stand before the map and after it.
	comments [2]string
}

func (yamlFormat) parse(text []byte) (document, error) { return parseYAML(text) }

func (yamlFormat) blank() (document, error) { return parseYAML(nil) }

func parseYAML(text []byte) (*yamlDocument, error) {
	plain, mark, err := plainText(text)
	if err != nil {
		return nil, err
	}
	d := &yamlDocument{mark: mark, text: plain, contents: newContents()}
	document, err := singleDocument(plain)
	switch {
	case err != nil:
		return nil, err
	case document == nil:
		return d, nil
	}
	if deeper(document, maxDepth) {
		return nil, tooDeep(1)
	}
	root := yamltext.Aliased(document.Content[0])
	if yamltext.IsNull(root) {
		return d, nil
	}
	if !yamltext.IsMap(root) {
		return nil, &malformed{root.Line, "a map of secrets, each a map of keys"}
	}
	d.comments = [2]string{document.HeadComment, document.FootComment}
	d.root, d.reader = root, &yamlReader{flat: map[*yaml.Node]map[string]yamlEntry{}}
	if d.contents, err = d.reader.contents(root); err != nil {
		return nil, err
	}
	return d, nil
}

// Fetch hands out values; numbers, booleans and dates as they are written.
func (d *yamlDocument) Fetch(query providers.Query) providers.Fetched {
	entries := d.entries(query.Location)
	return d.fetch(query, func(key string) (providers.Value, bool) {
		entry, ok := entries[key]
		if !ok {
			return providers.Value{}, false
		}
		text, ok := scalarText(yamltext.Aliased(entry.value))
		return providers.NewValue(text), ok
	})
}

// entries returns the keys of a secret that is a map, with those that are merged into it.
func (d *yamlDocument) entries(location string) map[string]yamlEntry {
	if d.root == nil {
		return nil
	}
	secret, ok := d.reader.flat[d.root][location]
	if !ok {
		return nil
	}
	return d.reader.flat[yamltext.Aliased(secret.value)]
}

// scalarText returns what a scalar says, byte by byte.
func scalarText(node *yaml.Node) (string, bool) {
	if node.Kind != yaml.ScalarNode {
		return "", false
	}
	if node.ShortTag() != "!!binary" {
		return node.Value, true
	}
	blanks := strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "")
	text, err := base64.StdEncoding.DecodeString(blanks.Replace(node.Value))
	return string(text), err == nil
}

// singleDocument returns the only document of a text; nil if the text has none. The error is a *malformed.
func singleDocument(text []byte) (*yaml.Node, error) {
	document, err := yamltext.Document(text)
	var broken *yamltext.Malformed
	if errors.As(err, &broken) {
		return nil, &malformed{broken.Line, broken.Expected}
	}
	return document, err
}

// A yamlReader takes the names out of a document. Maps that are aliased are read once.
type yamlReader struct {
	flat     map[*yaml.Node]map[string]yamlEntry
	entries  int
	isSealed bool // SOPS encrypted the values
}

// A yamlEntry is a key of a map with its value.
type yamlEntry struct {
	value *yaml.Node
	line  int
	again int // the line where the key is set for the second time; 0 if it is not
}

func (r *yamlReader) contents(root *yaml.Node) (contents, error) {
	secrets, err := r.flatten(root)
	if err != nil {
		return contents{}, err
	}
	read, all := map[*yaml.Node]*secret{}, newContents()
	for _, name := range slices.Sorted(maps.Keys(secrets)) { // sorted, so that of several problems always the same is found
		entry := secrets[name]
		if entry.again != 0 {
			all.byName[name] = &secret{problem: twice(entry.line, entry.again)}
			continue
		}
		node := yamltext.Aliased(entry.value)
		if read[node] == nil {
			if read[node], err = r.secret(node); err != nil {
				return contents{}, err
			}
		}
		all.byName[name] = read[node]
	}
	return all, nil
}

func (r *yamlReader) secret(node *yaml.Node) (*secret, error) {
	if yamltext.IsNull(node) {
		return &secret{isNull: true}, nil
	}
	if !yamltext.IsMap(node) {
		return notKeys(node.Line), nil
	}
	entries, err := r.flatten(node)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]providers.Key, len(entries))
	for name, entry := range entries {
		keys[name] = r.key(entry)
	}
	return &secret{keys: keys}, nil
}

// key says what a key is set to. Encrypted values count where it is known how to decrypt them.
func (r *yamlReader) key(entry yamlEntry) providers.Key {
	key, value := entry.key(), yamltext.Aliased(entry.value)
	if key.Status == providers.Present && !r.isSealed && sops.IsCiphertext(value.Value) {
		return unsealedKey(entry.line)
	}
	return key
}

// key says what a key is set to.
func (e yamlEntry) key() providers.Key {
	node := yamltext.Aliased(e.value)
	switch {
	case e.again != 0:
		return invalidKey("%s", twice(e.line, e.again))
	case node.Kind == yaml.MappingNode:
		return notOneValue(e.line, "a map")
	case node.Kind != yaml.ScalarNode:
		return notOneValue(e.line, "a list")
	}
	switch node.ShortTag() {
	case "!!null":
		return nullKey(e.line)
	case "!!str":
		return textKey(node.Value == "")
	case "!!int", "!!float", "!!bool", "!!timestamp":
		return presentKey()
	case "!!binary":
		text, ok := scalarText(node)
		if !ok {
			return invalidKey("its value in line %d is not in Base64, as its tag says", e.line)
		}
		return textKey(text == "")
	default:
		return invalidKey("its value in line %d has a tag that zsv does not read; write plain text", e.line)
	}
}

// flatten returns the keys of a map, with those that are merged into it. Keys that are no scalars cannot be referred to
// and are left out.
func (r *yamlReader) flatten(node *yaml.Node) (map[string]yamlEntry, error) {
	if known, ok := r.flat[node]; ok {
		if known == nil {
			return nil, &malformed{node.Line, "a map that is not merged into itself"}
		}
		return known, nil
	}
	r.flat[node] = nil
	own, merges := ownEntries(node)
	for _, merge := range merges {
		if err := r.merge(own, merge); err != nil {
			return nil, err
		}
	}
	if r.entries += len(own); r.entries > maxEntries {
		return nil, &malformed{node.Line, "fewer keys: aliases and merges make more than " + strconv.Itoa(maxEntries)}
	}
	r.flat[node] = own
	return own, nil
}

// ownEntries returns the keys that stand in a map itself, and the values of its "<<".
func ownEntries(node *yaml.Node) (own map[string]yamlEntry, merges []*yaml.Node) {
	own = map[string]yamlEntry{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := yamltext.Aliased(node.Content[i]), node.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			continue
		case key.ShortTag() == "!!merge":
			merges = append(merges, yamltext.Aliased(value))
			continue
		}
		entry := yamlEntry{value: value, line: node.Content[i].Line}
		if first, again := own[key.Value]; again {
			entry.line, entry.again = first.line, entry.line
		}
		own[key.Value] = entry
	}
	return own, merges
}

// merge adds the keys of a map, or of a list of maps, that own does not have yet: the first one counts.
func (r *yamlReader) merge(own map[string]yamlEntry, source *yaml.Node) error {
	sources := []*yaml.Node{source}
	if source.Kind == yaml.SequenceNode {
		sources = source.Content
	}
	for _, node := range sources {
		node = yamltext.Aliased(node)
		if !yamltext.IsMap(node) {
			return &malformed{node.Line, `a map, or a list of maps, after "<<"`}
		}
		entries, err := r.flatten(node)
		if err != nil {
			return err
		}
		if r.entries += len(entries); r.entries > maxEntries {
			return &malformed{node.Line, "fewer keys: aliases and merges make more than " + strconv.Itoa(maxEntries)}
		}
		for name, entry := range entries {
			if _, ok := own[name]; !ok {
				own[name] = entry
			}
		}
	}
	return nil
}

// deeper says whether a node has more than depth levels below it. Aliases are not followed.
func deeper(node *yaml.Node, depth int) bool {
	for _, child := range node.Content {
		if depth == 0 || deeper(child, depth-1) {
			return true
		}
	}
	return false
}

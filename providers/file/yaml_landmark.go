package file

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// A yamlLandmark is a key of a map or an item of a list: something that a comment is found by.
type yamlLandmark struct {
	path   string // what tells it from all others of its document: a digest of its keys from the top
	offset int
	column int // from 0
	parent int // the index of the one that it is in; -1 at the top
	closed int // where the brackets end that it is in; 0 if it is in none
}

// A yamlSurvey notes the landmarks of a text, and where its scalars are, in which a "#" begins no comment.
type yamlSurvey struct {
	*yamlSource
	landmarks []yamlLandmark
	scalars   []extent
	met       map[string]int // how often a path was met: keys may be set twice
	ends      map[int]int    // of brackets, by where they begin
	failed    bool           // something was not found in the text
}

// survey returns nil where the text is not understood. At the top names are noted as called says.
func (d *yamlDocument) survey(called func(name string) string) *yamlSurvey {
	source := newYAMLSource(d.text)
	if source == nil {
		return nil
	}
	s := &yamlSurvey{yamlSource: source, met: map[string]int{}, ends: map[int]int{}}
	if d.root != nil {
		s.node(d.root, -1, 0, called)
	}
	if s.failed {
		return nil
	}
	slices.SortStableFunc(s.scalars, func(a, b extent) int { return cmp.Compare(a.start, b.start) })
	return s
}

// node notes what is in a node. The column is that of what it is the value of, as in extent.
func (s *yamlSurvey) node(node *yaml.Node, parent, column int, called func(string) string) {
	switch node.Kind {
	case yaml.ScalarNode:
		s.scalar(node, column)
	case yaml.MappingNode:
		closed := s.brackets(node)
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			at := s.landmark(key, parent, closed, fmt.Sprintf("%q", called(yamltext.Aliased(key).Value)))
			s.node(key, at, key.Column, unchanged)
			s.node(node.Content[i+1], at, key.Column, unchanged)
		}
	default: // an alias has nothing in it
		closed := s.brackets(node)
		for i, item := range node.Content {
			s.node(item, s.landmark(item, parent, closed, fmt.Sprint(i)), node.Column, unchanged)
		}
	}
}

// brackets returns where those end in which a map or a list has its entries; 0 if there are none.
func (s *yamlSurvey) brackets(node *yaml.Node) int {
	if node.Style&yaml.FlowStyle == 0 {
		return 0
	}
	start, ok := s.start(node)
	start = s.afterProperties(start)
	if s.ends[start] == 0 { // else it is in others, with which it was found
		_, isClosed := s.flows(start, func(start, end int) { s.ends[start] = end })
		ok = ok && isClosed
	}
	s.failed = s.failed || !ok
	return s.ends[start]
}

func unchanged(name string) string { return name }

// landmark notes one, and returns its index.
func (s *yamlSurvey) landmark(node *yaml.Node, parent, closed int, name string) int {
	if parent >= 0 {
		name = s.landmarks[parent].path + name
	}
	path := digest(name)
	if s.met[path]++; s.met[path] > 1 {
		path = digest(fmt.Sprintf("%s %d", path, s.met[path]))
	}
	offset, ok := s.start(node)
	s.failed = s.failed || !ok
	s.landmarks = append(s.landmarks, yamlLandmark{path, offset, node.Column - 1, parent, closed})
	return len(s.landmarks) - 1
}

// digest bounds the length of paths.
func digest(name string) string {
	sum := sha256.Sum256([]byte(name))
	return string(sum[:])
}

// scalar notes where a scalar is, without the line that a block begins with, which may have a comment.
func (s *yamlSurvey) scalar(node *yaml.Node, column int) {
	isPlain := node.Style&^yaml.TaggedStyle == 0
	at, ok := s.extent(node, column)
	switch {
	case !ok && isPlain: // if it has a "#" at all, then none that looks like the beginning of a comment
		return
	case !ok:
		s.failed = true
		return
	case at.isBlock:
		at.start = min(s.starts[s.lineAt(s.afterProperties(at.start))+1], at.end)
	}
	s.scalars = append(s.scalars, at)
}

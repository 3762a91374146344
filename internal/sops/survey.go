package sops

import (
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/yamltext"
)

// A Survey is what all values of a file that SOPS encrypted have in common, those included that nobody can refer to.
type Survey struct {
	HasEncrypted, HasClear bool
	HasBare                bool
	IsRefused              bool // by sops, as a whole
	HasMerge               bool // in YAML, by "<<"
}

// IsClear says that the file is as good as in clear text, whatever it notes: a rule can be that nothing is encrypted.
func (s *Survey) IsClear() bool { return s.HasClear && !s.HasEncrypted }

// Note notes a value that stands as a fault says.
func (s *Survey) Note(value string, found Fault) {
	s.HasEncrypted = s.HasEncrypted || IsEncrypted(value)
	s.HasClear = s.HasClear || value != "" && !IsCiphertext(value)
	s.HasBare = s.HasBare || found == Bare
	s.IsRefused = s.IsRefused || found == Bare || found == Garbled
}

// Tree notes all values of a document.
func (s *Survey) Tree(seal *Seal, root *yaml.Node) { s.tree(seal, root, false) }

// tree notes all values below a node, of which one of the names on its path isNamed by the seal's rule or none. What an alias
// stands for is noted where it stands itself.
func (s *Survey) tree(seal *Seal, node *yaml.Node, isNamed bool) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			name := yamltext.Aliased(node.Content[i])
			s.HasMerge = s.HasMerge || name.ShortTag() == "!!merge"
			s.tree(seal, node.Content[i+1], isNamed || seal.isNamed(name.Value))
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			s.tree(seal, item, isNamed)
		}
	case yaml.ScalarNode:
		if yamltext.IsScalar(node) {
			s.Note(node.Value, seal.fault(node.Value, seal.encrypts(isNamed)))
		}
	}
}

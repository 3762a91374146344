package file

import "go.yaml.in/yaml/v3"

// A survey is what all values of a file that SOPS encrypted have in common, those included that nobody can refer to.
type survey struct {
	hasEncrypted, hasClear bool
	hasBare                bool
	hasMerge               bool // in YAML, by "<<"
}

// isClear says that the file is as good as in clear text, whatever it notes: a rule can be that nothing is encrypted.
func (s *survey) isClear() bool { return s.hasClear && !s.hasEncrypted }

// note notes a value that stands as a fault says.
func (s *survey) note(value string, found fault) {
	s.hasEncrypted = s.hasEncrypted || isEncrypted(value)
	s.hasClear = s.hasClear || value != "" && !isCiphertext(value)
	s.hasBare = s.hasBare || found == bare
}

// tree notes all values below a node, of which one of the names on its path isNamed by the seal's rule or none. What an alias
// stands for is noted where it stands itself.
func (s *survey) tree(seal *sopsSeal, node *yaml.Node, isNamed bool) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			name := aliased(node.Content[i])
			s.hasMerge = s.hasMerge || name.ShortTag() == "!!merge"
			s.tree(seal, node.Content[i+1], isNamed || seal.isNamed(name.Value))
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			s.tree(seal, item, isNamed)
		}
	case yaml.ScalarNode:
		if isScalar(node) {
			s.note(node.Value, seal.fault(node.Value, seal.encrypts(isNamed)))
		}
	}
}

// isSealed says whether all that is secret in a store is encrypted.
func isSealed(found store) bool {
	switch found := found.(type) {
	case *ageDocument:
		return true
	case *sealedDocument:
		return !found.survey.hasBare && !found.survey.isClear()
	case *sealedVariables:
		return !found.survey.hasBare && !found.survey.isClear()
	default:
		return false
	}
}

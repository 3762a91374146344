package yamltext

import "go.yaml.in/yaml/v3"

// Aliased returns what an alias stands for; any other node itself.
func Aliased(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// IsNull says whether a node is null.
func IsNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" }

// IsMap says whether a node is a map without a tag of its own.
func IsMap(node *yaml.Node) bool { return node.Kind == yaml.MappingNode && node.ShortTag() == "!!map" }

// IsScalar says whether a node is there and is a single value, neither null nor empty.
func IsScalar(node *yaml.Node) bool {
	return node != nil && node.Kind == yaml.ScalarNode && !IsNull(node) && node.Value != ""
}

// Members returns what a key of a map is set to, each time that it is.
func Members(node *yaml.Node, key string) []*yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	var all []*yaml.Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		if name := Aliased(node.Content[i]); name.Kind == yaml.ScalarNode && name.Value == key {
			all = append(all, Aliased(node.Content[i+1]))
		}
	}
	return all
}

// Member returns the value of a key of a map; nil if there is none. Of a key that stands there twice it is the first.
func Member(node *yaml.Node, key string) *yaml.Node {
	if all := Members(node, key); len(all) > 0 {
		return all[0]
	}
	return nil
}

// MemberTexts returns the texts that a key of a map is set to, each time that it is; what is empty or no text is left out.
func MemberTexts(node *yaml.Node, key string) []string {
	var all []string
	for _, value := range Members(node, key) {
		if IsScalar(value) && value.ShortTag() == "!!str" {
			all = append(all, value.Value)
		}
	}
	return all
}

// MemberText returns the first of MemberTexts; "" if there is none.
func MemberText(node *yaml.Node, key string) string {
	if all := MemberTexts(node, key); len(all) > 0 {
		return all[0]
	}
	return ""
}

package stackfile

import (
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/internal/strictjson"
)

// FromServer reads a stack that a server described: in the shape of a stack file, with the components in a list. Nothing of
// it has a place. The error is Problems.
func FromServer(described strictjson.Object) (*Stack, error) {
	r := newReader(nil)
	root := r.fromJSON(described, 0)
	if r.values < 0 {
		return nil, r.inOrder()
	}
	return r.stack(&root)
}

// fromJSON returns what strictjson read. It has forgotten the order of members, so they are sorted.
func (r *reader) fromJSON(read any, depth int) Value {
	text, _ := read.(string)
	if !r.spend(len(text), depth, Place{}) {
		return Value{}
	}
	switch read := read.(type) {
	case bool:
		if read {
			return Value{Kind: Bool, Text: "true"}
		}
		return Value{Kind: Bool, Text: "false"}
	case string:
		return r.str(read, Place{})
	case strictjson.Number:
		digits, ok := hclNumber(string(read))
		return r.number(string(read), digits, ok, Place{})
	case []any:
		v := Value{Kind: List}
		for _, element := range read {
			v.List = append(v.List, r.fromJSON(element, depth+1))
		}
		return v
	case strictjson.Object:
		v := Value{Kind: Map}
		known := map[string]Place{}
		for _, name := range slices.Sorted(maps.Keys(read)) {
			v.Map = r.add(v.Map, known, Member{Name: name, Value: r.fromJSON(read[name], depth+1)})
		}
		return v
	}
	return Value{}
}

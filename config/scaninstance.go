package config

import (
	"strconv"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A blockInstance is one of those that for_each or count make of a block.
type blockInstance struct {
	key    string
	suffix string // of the address: ["key"] or [0]
	values map[string]cty.Value
}

// mostInstances is how many instances of a block are looked at one by one.
const mostInstances = 1000

// An instanceKind says what makes the instances of a block.
type instanceKind uint8

const (
	oneInstance instanceKind = iota
	eachInstance
	countedInstances
)

// instancesOf evaluates for_each or count of a block, as far as that is known.
func (m *module) instancesOf(facts *hclsyntax.Body) (instances []blockInstance, kind instanceKind, known bool) {
	if a := facts.Attributes["for_each"]; a != nil {
		instances, known = eachInstances(m.prepared(a.Expr).evaluate(nil))
		return instances, eachInstance, known
	}
	if a := facts.Attributes["count"]; a != nil {
		instances, known = countInstances(m.prepared(a.Expr).evaluate(nil))
		return instances, countedInstances, known
	}
	return nil, oneInstance, false
}

func eachInstances(collection cty.Value) (instances []blockInstance, known bool) {
	if collection.IsNull() || !collection.IsWhollyKnown() || !collection.CanIterateElements() ||
		collection.LengthInt() > mostInstances {
		return nil, false
	}
	isSet := collection.Type().IsSetType()
	for it := collection.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if isSet {
			key = element
		}
		name, ok := textOf(key)
		if !ok {
			return nil, false
		}
		each := cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(name), "value": element})
		instances = append(instances, blockInstance{name, "[" + quote(name) + "]", map[string]cty.Value{"each": each}})
	}
	return instances, true
}

func countInstances(count cty.Value) (instances []blockInstance, known bool) {
	text, ok := textOf(count)
	number, err := strconv.Atoi(text)
	if !ok || err != nil || number < 0 || number > mostInstances {
		return nil, false
	}
	for i := range number {
		index := cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))})
		instances = append(instances, blockInstance{strconv.Itoa(i), "[" + strconv.Itoa(i) + "]", map[string]cty.Value{"count": index}})
	}
	return instances, true
}

package plugin

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

const invalidArgument = "Invalid provider argument"

// decode returns what the provider's block says. The word of the user on read_values wins.
func decode(body hcl.Body, evaluation *hcl.EvalContext, readValues string) (o pluginwire.Options, diags hcl.Diagnostics) {
	attributes, _ := body.JustAttributes() // DecodeProvider says what is wrong.
	schema := providers.Schema{Attributes: map[string]cty.Type{"prefix": cty.String, "read_values": cty.String}}
	var others []string
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		switch name {
		case "prefix", "read_values", "concurrency", "timeout":
		default:
			schema.Attributes[name] = cty.DynamicPseudoType
			others = append(others, name)
		}
	}
	block, diags := providers.DecodeProvider(body, evaluation, schema)
	for _, diagnostic := range diags {
		if diagnostic.Summary == "Unsupported block" {
			diagnostic.Detail = "An external provider has no blocks, it has arguments of any type. Write the block as one: NAME = { … }."
		}
	}
	o.Concurrency, _ = block.Concurrency(0) // DecodeProvider has judged these two
	o.Timeout, _ = block.Timeout(pluginwire.DefaultTimeout)
	o.Remedy.Place = placesIn(body, attributes)
	var ofPrefix, ofReading, ofOthers hcl.Diagnostics
	o.Prefix, ofPrefix = block.Prefix()
	o.ReadValues, o.Loosenings, ofReading = block.ReadValues(readValues)
	o.Arguments, ofOthers = plainArguments(block, others)
	return o, slices.Concat(diags, ofPrefix, ofReading, ofOthers)
}

// plainArguments returns arguments as encoding/json takes them.
func plainArguments(block *providers.Block, names []string) (map[string]any, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	all := map[string]any{}
	for _, name := range names {
		value, ok := block.Value(name)
		if !ok {
			continue
		}
		var hasForm bool
		if all[name], hasForm = plainValue(value); !hasForm {
			diags = append(diags, block.Problem(name, invalidArgument, fmt.Sprintf("The argument %q holds something that is no "+
				"text, number or boolean, nor a list or an object of these, so it cannot be given to a program.", name))...)
		}
	}
	return all, diags
}

// plainValue returns a value as encoding/json takes it, and whether it has such a form.
func plainValue(value cty.Value) (plain any, ok bool) {
	kind := value.Type()
	switch {
	case value.IsNull():
		return nil, true
	case kind == cty.String:
		return value.AsString(), true
	case kind == cty.Bool:
		return value.True(), true
	case kind == cty.Number:
		return numberOf(value.AsBigFloat())
	case kind.IsObjectType() || kind.IsMapType():
		all := map[string]any{}
		for it := value.ElementIterator(); it.Next(); {
			key, element := it.Element()
			if all[key.AsString()], ok = plainValue(element); !ok {
				return nil, false
			}
		}
		return all, true
	case kind.IsTupleType() || kind.IsListType() || kind.IsSetType():
		all := []any{}
		for it := value.ElementIterator(); it.Next(); {
			_, element := it.Element()
			plain, ok := plainValue(element)
			if !ok {
				return nil, false
			}
			all = append(all, plain)
		}
		return all, true
	default:
		return nil, false
	}
}

// numberOf returns a number in JSON, to the last digit; with an exponent where it has very many.
func numberOf(number *big.Float) (any, bool) {
	if number.IsInf() {
		return nil, false
	}
	if exponent := number.MantExp(nil); -200 < exponent && exponent < 200 {
		return json.RawMessage(number.Text('f', -1)), true
	}
	return json.RawMessage(number.Text('g', -1)), true
}

package plugin

import (
	"encoding/json"
	"fmt"
	"math/big"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// Whether values may be read where existence cannot be told otherwise.
const (
	readFallback = "fallback"
	readNever    = "never"
)

// arguments are what the provider's block says.
type arguments struct {
	// These are heeded by zsv itself.
	prefix      string
	concurrency int // 0 where nobody said
	timeout     time.Duration
	readValues  string
	loosenings  []providers.Loosening
	// others are for the program, as JSON.
	others json.RawMessage
}

const invalidArgument = "Invalid provider argument"

func decodeArguments(body hcl.Body, evaluation *hcl.EvalContext) (a arguments, diags hcl.Diagnostics) {
	attributes, blockDiags := body.JustAttributes()
	for _, diagnostic := range blockDiags {
		diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unsupported block", Subject: diagnostic.Subject,
			Detail: "An external provider has no blocks, it has arguments of any type. Write the block as one: NAME = { … }."})
	}
	schema := providers.Schema{Attributes: map[string]cty.Type{"prefix": cty.String, "read_values": cty.String}}
	var others []string
	for name := range attributes {
		switch name {
		case "prefix", "read_values", "concurrency", "timeout":
		default:
			schema.Attributes[name] = cty.DynamicPseudoType
			others = append(others, name)
		}
	}
	if len(blockDiags) > 0 {
		return a, diags
	}
	block, more := providers.DecodeProvider(body, evaluation, schema)
	diags = append(diags, more...)
	a.prefix = block.String("prefix", "")
	a.concurrency, _ = block.Concurrency(0) // DecodeProvider has judged these two
	a.timeout, _ = block.Timeout(defaultTimeout)
	diags = append(diags, a.decodeReading(block)...)
	a.others, more = encodeArguments(block, others)
	return a, append(diags, more...)
}

func (a *arguments) decodeReading(block *providers.Block) hcl.Diagnostics {
	a.readValues = block.String("read_values", readFallback)
	known := []string{readFallback, readNever}
	switch {
	case a.readValues == readNever || !block.Has("read_values"):
	case a.readValues == readFallback:
		a.loosenings = []providers.Loosening{{Argument: "read_values", Value: readFallback, Range: block.Range("read_values")}}
	default:
		return block.Problem("read_values", invalidArgument, fmt.Sprintf(`The argument "read_values" must be %s.%s`,
			suggest.OneOf(known), suggest.DidYouMean(a.readValues, known)))
	}
	return nil
}

// encodeArguments returns arguments as a JSON object.
func encodeArguments(block *providers.Block, names []string) (json.RawMessage, hcl.Diagnostics) {
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
	return encode(all), diags
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

package providers

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// A Schema says which arguments and nested blocks a provider's block may have.
type Schema struct {
	// Attributes maps each argument to its type.
	Attributes map[string]cty.Type
	// Blocks maps each nested block to the names of its labels.
	Blocks map[string][]string
}

// commonAttributes are understood by every provider.
var commonAttributes = map[string]cty.Type{"concurrency": cty.Number, "timeout": cty.String}

// A Block is a decoded provider block, or a block nested in one.
type Block struct {
	// Blocks are the nested blocks, in the order of the file. Their bodies are decoded with Decode in turn.
	Blocks hcl.Blocks

	values     map[string]cty.Value
	attributes hcl.Attributes
	undecided  map[string]bool
}

// Decode reads the arguments that schema allows. Unknown arguments and blocks get a diagnostic with "did you mean",
// values of a wrong type one that says what is wanted; what is right is decoded all the same. Marks are taken off:
// provider arguments are no secrets, and the configuration has refused references to secrets in them.
func Decode(body hcl.Body, evaluation *hcl.EvalContext, schema Schema) (*Block, hcl.Diagnostics) {
	content, rest, diags := body.PartialContent(schema.hcl())
	diags = append(diags, schema.unknown(rest)...)
	block := &Block{values: map[string]cty.Value{}, attributes: hcl.Attributes{}, undecided: map[string]bool{}}
	if content == nil {
		return block, diags
	}
	block.Blocks = content.Blocks
	for name, attribute := range content.Attributes {
		value, valueDiags := evaluate(attribute, evaluation, schema.Attributes[name])
		diags = append(diags, valueDiags...)
		switch {
		case value == cty.NilVal || !value.IsWhollyKnown():
			block.undecided[name] = true
		case !value.IsNull():
			block.values[name] = value
			block.attributes[name] = attribute
		}
	}
	return block, diags
}

// DecodeProvider reads a provider's own block: as Decode, with the arguments that all providers have, concurrency and
// timeout.
func DecodeProvider(body hcl.Body, evaluation *hcl.EvalContext, schema Schema) (*Block, hcl.Diagnostics) {
	all := Schema{Attributes: map[string]cty.Type{}, Blocks: schema.Blocks}
	for _, attributes := range []map[string]cty.Type{commonAttributes, schema.Attributes} {
		for name, kind := range attributes {
			all.Attributes[name] = kind
		}
	}
	block, diags := Decode(body, evaluation, all)
	_, concurrencyDiags := block.Concurrency(1)
	_, timeoutDiags := block.Timeout(0)
	return block, append(append(diags, concurrencyDiags...), timeoutDiags...)
}

// Has says whether an argument is set to a known value that is not null.
func (b *Block) Has(name string) bool { _, ok := b.values[name]; return ok }

// Undecided says whether an argument is written but cannot be judged: its value is not known yet, or wrong, which has its
// diagnostic already. A required argument that is neither set nor undecided is missing.
func (b *Block) Undecided(name string) bool { return b.undecided[name] }

// Value returns an argument as it was evaluated, and whether it is set.
func (b *Block) Value(name string) (cty.Value, bool) {
	value, ok := b.values[name]
	return value, ok
}

// String returns a string argument, or otherwise when it is not set.
func (b *Block) String(name, otherwise string) string {
	if value, ok := b.values[name]; ok {
		return value.AsString()
	}
	return otherwise
}

// Strings returns the items of an argument that is a list of strings, null ones as ""; nil when it is not set.
func (b *Block) Strings(name string) []string {
	value, ok := b.values[name]
	if !ok {
		return nil
	}
	all := make([]string, 0, value.LengthInt())
	for _, item := range value.AsValueSlice() {
		text := ""
		if !item.IsNull() {
			text = item.AsString()
		}
		all = append(all, text)
	}
	return all
}

// Bool returns a boolean argument, or otherwise when it is not set.
func (b *Block) Bool(name string, otherwise bool) bool {
	if value, ok := b.values[name]; ok {
		return value.True()
	}
	return otherwise
}

// Int returns a whole-number argument, or otherwise when it is not set. A number that is none gives a diagnostic.
func (b *Block) Int(name string, otherwise, least, most int) (int, hcl.Diagnostics) {
	value, ok := b.values[name]
	if !ok {
		return otherwise, nil
	}
	number, accuracy := value.AsBigFloat().Int64()
	if accuracy != big.Exact || number < int64(least) || number > int64(most) {
		return otherwise, b.Problem(name, "Invalid provider argument",
			fmt.Sprintf("The argument %q must be a whole number from %d to %d.", name, least, most))
	}
	return int(number), nil
}

// Concurrency returns how many requests may be under way at a time: the argument concurrency, or otherwise.
func (b *Block) Concurrency(otherwise int) (int, hcl.Diagnostics) {
	return b.Int("concurrency", otherwise, 1, 1024)
}

// Timeout returns how long all checks of the provider together may take: the argument timeout, a Go duration such as
// "30s", or otherwise; 0 means no limit of its own.
func (b *Block) Timeout(otherwise time.Duration) (time.Duration, hcl.Diagnostics) {
	if !b.Has("timeout") {
		return otherwise, nil
	}
	timeout, err := time.ParseDuration(b.String("timeout", ""))
	if err != nil || timeout <= 0 {
		return otherwise, b.Problem("timeout", "Invalid provider argument",
			`The argument "timeout" must be a duration greater than zero, such as "30s" or "1m30s".`)
	}
	return timeout, nil
}

// Range returns the place of an argument that is set, its name included.
func (b *Block) Range(name string) hcl.Range {
	if attribute, ok := b.attributes[name]; ok {
		return attribute.Range
	}
	return hcl.Range{}
}

// Problem returns an error diagnostic at the value of an argument that is set. See Decode for the rules on its text.
func (b *Block) Problem(name, summary, detail string) hcl.Diagnostics {
	diagnostic := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail}
	if attribute, ok := b.attributes[name]; ok {
		diagnostic.Subject = attribute.Expr.Range().Ptr()
	}
	return hcl.Diagnostics{diagnostic}
}

// ItemProblem returns an error diagnostic at an item, from 0, of an argument that is a list: where the list is not written out
// in the block, at the whole of it.
func (b *Block) ItemProblem(name string, item int, summary, detail string) hcl.Diagnostics {
	diags := b.Problem(name, summary, detail)
	if attribute, ok := b.attributes[name]; ok {
		if items, _ := hcl.ExprList(attribute.Expr); item < len(items) {
			diags[0].Subject = items[item].Range().Ptr()
		}
	}
	return diags
}

func (s Schema) hcl() *hcl.BodySchema {
	schema := &hcl.BodySchema{}
	for name := range s.Attributes {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	for name, labels := range s.Blocks {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: labels})
	}
	return schema
}

// unknown returns a diagnostic for each argument and block that the schema does not have.
func (s Schema) unknown(rest hcl.Body) hcl.Diagnostics {
	var attributes, blocks []string
	for name := range s.Attributes {
		attributes = append(attributes, name)
	}
	for name := range s.Blocks {
		blocks = append(blocks, name)
	}
	_, diags := rest.Content(&hcl.BodySchema{})
	for _, diagnostic := range diags {
		name := quotedName(diagnostic.Detail)
		switch {
		case strings.HasPrefix(diagnostic.Summary, "Unsupported block"):
			diagnostic.Summary = "Unsupported block"
			diagnostic.Detail = fmt.Sprintf("This block has no blocks of type %q.", name) +
				alternatives(name, attributes, blocks, "It takes the blocks %s.")
		case strings.HasPrefix(diagnostic.Summary, "Unsupported argument"),
			strings.HasPrefix(diagnostic.Summary, "Extraneous JSON object property"):
			diagnostic.Summary = "Unsupported argument"
			diagnostic.Detail = fmt.Sprintf("This block has no argument %q.", name) +
				alternatives(name, blocks, attributes, "It takes the arguments %s.")
		}
	}
	return diags
}

// alternatives proposes the nearest name of the same kind, says that the name is one of the other kind, or lists the
// kind.
func alternatives(name string, otherKind, kind []string, list string) string {
	if hint := suggest.DidYouMean(name, kind); hint != "" {
		return hint
	}
	for _, other := range otherKind {
		if other == name {
			return " The name is right, but not its form: arguments are written NAME = VALUE, blocks NAME { … }."
		}
	}
	if len(kind) == 0 {
		return ""
	}
	return " " + fmt.Sprintf(list, suggest.OneOf(kind))
}

// quotedName returns the first quoted text of one of HCL's messages, which is the name it is about.
func quotedName(detail string) string {
	_, after, _ := strings.Cut(detail, `"`)
	name, _, _ := strings.Cut(after, `"`)
	return name
}

// evaluate returns NilVal for what is wrong.
func evaluate(attribute *hcl.Attribute, evaluation *hcl.EvalContext, kind cty.Type) (cty.Value, hcl.Diagnostics) {
	value, diags := attribute.Expr.Value(evaluation)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	value, _ = value.UnmarkDeep()
	converted, err := convert.Convert(value, kind)
	if err != nil {
		return cty.NilVal, append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Invalid provider argument",
			Detail: fmt.Sprintf("The argument %q must be a %s, not %s.",
				attribute.Name, kind.FriendlyNameForConstraint(), value.Type().FriendlyName()),
			Subject: attribute.Expr.Range().Ptr(),
		})
	}
	if holdsReference(converted) {
		return cty.NilVal, append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Reference in a provider's block",
			Detail: fmt.Sprintf("The argument %q holds a reference, which nothing would resolve: secrets are found with "+
				"providers, not the other way round. Write the text itself, or take it from a variable, ${var.NAME}.",
				attribute.Name),
			Subject: attribute.Expr.Range().Ptr(),
		})
	}
	return converted, diags
}

// holdsReference says whether text in an argument, at any depth, looks as if it held a reference, well-formed or not. Names of
// members are text too.
func holdsReference(value cty.Value) bool {
	switch {
	case value.IsNull() || !value.IsKnown():
		return false
	case value.Type() == cty.String:
		return strings.Contains(value.AsString(), "{{")
	case !value.CanIterateElements():
		return false
	}
	for it := value.ElementIterator(); it.Next(); {
		if name, element := it.Element(); holdsReference(name) || holdsReference(element) {
			return true
		}
	}
	return false
}

package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
	"github.com/zsv-dev/zsv/internal/hclfmt"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

// A newAttribute is one attribute of a component on its way from the command line.
type newAttribute struct {
	name  string
	value hclwrite.Tokens
}

// attributes reads --NAME=VALUE.
func (a *addition) attributes(sources *values.Sources) ([]newAttribute, error) {
	var all []newAttribute
	for _, text := range a.flags.set {
		name, argument, hasValue := strings.Cut(text, "=")
		if !hasValue { // the text may be a value
			return nil, usageError("--set has no value: write --set NAME=VALUE")
		}
		if err := a.checkAttribute(name, slices.Contains(a.Args, "--"+text)); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(other newAttribute) bool { return other.name == name }) {
			return nil, usageError("the attribute %q is given twice", name)
		}
		value, err := a.attributeValue(sources, name, argument)
		if err != nil {
			return nil, err
		}
		all = append(all, newAttribute{name, value})
	}
	return all, nil
}

// checkAttribute says why something is no name of an attribute. As an option it may be a flag of zsv's that is misspelt.
func (a *addition) checkAttribute(name string, option bool) error {
	meant := suggest.Closest(name, flagNames(a.command))
	switch {
	case name == "flavor":
		return usageError("the flavor is given with --flavor")
	case !hclsyntax.ValidIdentifier(name):
		return usageError("%q is no name of an attribute: letters, digits, _ and -, not beginning with a digit", name)
	case option && meant != "" && !slices.Contains(resolve.FlavorAttributes(a.address.Type, a.flags.flavor), name):
		return usageError("there is no flag --%s. Did you mean --%s? An attribute of that name is set with --set %s=VALUE", name,
			meant, name)
	}
	return nil
}

// attributeValue returns a value in HCL. What looks like a mistake in the text of a file is none in JSON.
func (a *addition) attributeValue(sources *values.Sources, name, argument string) (hclwrite.Tokens, error) {
	warn, warning := sources.Warn, ""
	sources.Warn = func(text string) { warning = text }
	defer func() { sources.Warn = warn }()
	value, _, err := sources.Value(argument)
	switch {
	case err != nil:
		return nil, usageError("the attribute %q: %w", name, err)
	case !utf8.ValidString(value.Reveal()):
		return nil, usageError("the attribute %q: its value is no text in UTF-8", name)
	}
	if isBrokenObject(value.Reveal()) {
		return nil, usageError("the attribute %q: its value begins as an object of JSON and is none, so nothing was written; mend it "+
			"(names and texts in double quotes, no comma behind the last), or give a file with it: --%s=@FILE", name, name)
	}
	tokens, structured := a.tokens(name, value.Reveal())
	if warning != "" && !structured {
		warn(warning)
	}
	return tokens, nil
}

// isBrokenObject says that a text was meant as an object. As a string it would hide from all rules what is in it.
func isBrokenObject(text string) bool {
	trimmed := strings.TrimSpace(text)
	return strings.HasPrefix(trimmed, "{") && !strings.HasPrefix(trimmed, "{{") && !json.Valid([]byte(trimmed))
}

// tokens writes a value in HCL: a string, unless it is an object or a list in JSON. ZenML takes all values as strings, and
// makes of them what an attribute wants; so a number stays the text that it is.
func (a *addition) tokens(name, text string) (tokens hclwrite.Tokens, structured bool) {
	trimmed := strings.TrimSpace(text)
	if !strings.HasPrefix(trimmed, "[") && (!strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "{{")) {
		return hclwrite.TokensForValue(cty.StringVal(text)), false
	}
	if !json.Valid([]byte(trimmed)) {
		a.tellLine("Note: the value of %q begins with a bracket and is no JSON, so it is written as a string.", name)
		return hclwrite.TokensForValue(cty.StringVal(text)), false
	}
	decoder := json.NewDecoder(strings.NewReader(trimmed))
	decoder.UseNumber()
	return fromJSON(decoder), true
}

// fromJSON writes the next value of valid JSON in HCL, with its keys in their order.
func fromJSON(decoder *json.Decoder) hclwrite.Tokens {
	token, _ := decoder.Token()
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return listFromJSON(decoder)
		}
		return objectFromJSON(decoder)
	case json.Number:
		return numberTokens(token.String())
	case string:
		return hclwrite.TokensForValue(cty.StringVal(token))
	case bool:
		return hclwrite.TokensForValue(cty.BoolVal(token))
	}
	return hclwrite.TokensForValue(cty.NullVal(cty.DynamicPseudoType))
}

func listFromJSON(decoder *json.Decoder) hclwrite.Tokens {
	var elements []hclwrite.Tokens
	for decoder.More() {
		elements = append(elements, fromJSON(decoder))
	}
	_, _ = decoder.Token()
	return hclwrite.TokensForTuple(elements)
}

func objectFromJSON(decoder *json.Decoder) hclwrite.Tokens {
	var members []hclwrite.ObjectAttrTokens
	for decoder.More() {
		key, _ := decoder.Token()
		name, _ := key.(string)
		members = append(members, hclwrite.ObjectAttrTokens{Name: keyTokens(name), Value: fromJSON(decoder)})
	}
	_, _ = decoder.Token()
	return hclwrite.TokensForObject(members)
}

// keyTokens writes a key without quotes where that means the same.
func keyTokens(name string) hclwrite.Tokens {
	if hclsyntax.ValidIdentifier(name) && !slices.Contains([]string{"for", "null", "true", "false"}, name) {
		return hclwrite.TokensForIdentifier(name)
	}
	return hclwrite.TokensForValue(cty.StringVal(name))
}

// numberTokens writes a number digit by digit: all of JSON's are HCL's, too.
func numberTokens(text string) hclwrite.Tokens {
	digits, negative := strings.CutPrefix(text, "-")
	tokens := hclwrite.Tokens{{Type: hclsyntax.TokenNumberLit, Bytes: []byte(digits)}}
	if negative {
		return slices.Concat(hclwrite.Tokens{{Type: hclsyntax.TokenMinus, Bytes: []byte("-")}}, tokens)
	}
	return tokens
}

// componentBlock writes a component in HCL.
func componentBlock(kind, name, flavor string, attributes []newAttribute) ([]byte, error) {
	file := hclwrite.NewEmptyFile()
	body := file.Body().AppendNewBlock("component", []string{kind, name}).Body()
	if flavor != "" {
		body.SetAttributeValue("flavor", cty.StringVal(flavor))
	}
	for _, attribute := range attributes {
		body.SetAttributeRaw(attribute.name, attribute.value)
	}
	return hclfmt.Format(file.Bytes())
}

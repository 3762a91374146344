package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// CommandLine is the file name of places in what the user wrote on the command line.
const CommandLine = "command line"

// GivenProvider returns a provider that stands in no file: of a type, with arguments from the command line. Their values are
// text, which becomes a number or a boolean where the provider wants one, or JSON. The error names an argument that is none.
func GivenProvider(addr ProviderAddr, arguments []Assignment) (Provider, error) {
	syntax := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: *startOf(CommandLine), EndRange: *startOf(CommandLine)}
	for i, a := range arguments {
		if !isIdentifier(a.Name) {
			return Provider{}, fmt.Errorf("%q is no name of an argument", a.Name)
		}
		if syntax.Attributes[a.Name] != nil {
			return Provider{}, fmt.Errorf("the argument %q is given twice", a.Name)
		}
		at := hcl.Range{Filename: CommandLine, Start: hcl.Pos{Line: i + 1, Column: 1}, End: hcl.Pos{Line: i + 1, Column: 1}}
		syntax.Attributes[a.Name] = &hclsyntax.Attribute{Name: a.Name, Expr: givenValue(a.Value, at), SrcRange: at, NameRange: at,
			EqualsRange: at}
	}
	return Provider{Addr: addr, Body: syntax, Evaluation: &hcl.EvalContext{}, NameRange: *startOf(CommandLine),
		DeclRange: *startOf(CommandLine)}, nil
}

// givenValue returns the value of an argument on the command line: what is written as a list, an object or a string of JSON
// is that, and all else the text that it is.
func givenValue(text string, at hcl.Range) hclsyntax.Expression {
	kind, err := ctyjson.ImpliedType([]byte(text))
	if err != nil || !strings.ContainsAny(text[:1], `[{"`) {
		return literalString(text, at)
	}
	value, err := ctyjson.Unmarshal([]byte(text), kind)
	if err != nil {
		return literalString(text, at)
	}
	return &hclsyntax.LiteralValueExpr{Val: value, SrcRange: at}
}

// WithProvider returns the configuration of a scan whose references a provider answers for. What else of the provider's
// configuration is about secrets and rules counts; from may be nil.
func (s *Scan) WithProvider(provider Provider, from *Config) *Config {
	joined := &Config{Dir: ".", Providers: []Provider{provider}, Secrets: s.Config.Secrets, Ignores: s.Config.Ignores,
		sources: maps.Clone(s.Config.sources)}
	if from == nil {
		return joined
	}
	joined.Settings, joined.Variables, joined.Sensitive = from.Settings, from.Variables, from.Sensitive
	maps.Copy(joined.sources, from.sources)
	joined.Secrets = nil
	for _, secret := range from.Secrets { // that of another provider is another secret
		if secret.Provider.State == Unset || secret.Provider.State == Chosen && secret.Provider.Addr == provider.Addr {
			joined.Secrets = append(joined.Secrets, secret)
		}
	}
	for _, secret := range s.Config.Secrets {
		if !slices.ContainsFunc(joined.Secrets, func(other Secret) bool { return other.Name == secret.Name }) {
			joined.Secrets = append(joined.Secrets, secret)
		}
	}
	return joined
}

package config

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/zsv-dev/zsv/internal/argument"
)

// CommandLine is the file name of places in what the user wrote on the command line.
const CommandLine = "command line"

// GivenProvider returns a provider that stands in no file: of a type, with arguments from the command line. The error names an
// argument that is none.
func GivenProvider(addr ProviderAddr, arguments []argument.Argument) (Provider, error) {
	syntax := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}, SrcRange: *startOf(CommandLine), EndRange: *startOf(CommandLine)}
	for i, a := range arguments {
		if !isIdentifier(a.Name) {
			return Provider{}, fmt.Errorf("%q is no name of an argument", a.Name)
		}
		at := hcl.Range{Filename: CommandLine, Start: hcl.Pos{Line: i + 1, Column: 1}, End: hcl.Pos{Line: i + 1, Column: 1}}
		syntax.Attributes[a.Name] = &hclsyntax.Attribute{Name: a.Name, Expr: givenExpression(a, at), SrcRange: at, NameRange: at,
			EqualsRange: at}
	}
	return Provider{Addr: addr, Body: syntax, Evaluation: &hcl.EvalContext{}, NameRange: *startOf(CommandLine),
		DeclRange: *startOf(CommandLine)}, nil
}

func givenExpression(a argument.Argument, at hcl.Range) hclsyntax.Expression {
	value := givenValue(a)
	if !value.IsNull() && value.Type() == cty.String {
		return literalString(value.AsString(), at)
	}
	return &hclsyntax.LiteralValueExpr{Val: value, SrcRange: at}
}

// givenValue returns the value of an argument; null where JSON has what HCL does not.
func givenValue(a argument.Argument) cty.Value {
	kind, err := ctyjson.ImpliedType(a.JSON)
	if err != nil {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	value, err := ctyjson.Unmarshal(a.JSON, kind)
	if err != nil {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return value
}

// GivenBlock returns the block that says in a configuration what GivenProvider makes of the command line.
func GivenBlock(addr ProviderAddr, arguments []argument.Argument) string {
	file := hclwrite.NewEmptyFile()
	body := file.Body().AppendNewBlock("provider", []string{addr.Type, addr.Name}).Body()
	for _, a := range arguments {
		body.SetAttributeValue(a.Name, givenValue(a))
	}
	return string(hclwrite.Format(file.Bytes()))
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

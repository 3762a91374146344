// Package env is the provider for secrets in environment variables. {{mlflow.password}} is the variable
// MLFLOW_PASSWORD, after the provider's prefix.
package env

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/providers"
)

var schema = providers.Schema{Attributes: map[string]cty.Type{
	"prefix":      cty.String, // stands before every name, as it is written
	"allow_empty": cty.Bool,   // takes a variable that is set to nothing for a secret's key
}}

type checker struct {
	prefix    string
	variables providers.Variables
	values    map[string]providers.Value
}

var _ interface {
	providers.Checker
	providers.Fetcher
	providers.Locator
	providers.Mapper
	providers.Describer
	providers.Local
	providers.Remedier
} = (*checker)(nil)

// New makes the provider from its block.
func New(body hcl.Body, evaluation *hcl.EvalContext, surroundings providers.Surroundings) (
	providers.Checker, hcl.Diagnostics,
) {
	block, diags := providers.DecodeProvider(body, evaluation, schema)
	prefix := block.String("prefix", "")
	if strings.ContainsFunc(prefix, func(r rune) bool { return r == '=' || unicode.IsControl(r) }) {
		diags = append(diags, block.Problem("prefix", "Invalid provider argument",
			`The argument "prefix" stands at the start of the names of environment variables, which hold neither "=" nor `+
				`control characters.`)...)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	c := &checker{prefix: prefix, values: map[string]providers.Value{},
		variables: providers.Variables{Empty: emptyKey(block.Bool("allow_empty", false))}}
	for _, entry := range surroundings.Environ {
		if name, value, ok := strings.Cut(entry, "="); ok && name != "" && !c.variables.Has(name) {
			c.variables.Add(name, value)
			c.values[name] = providers.NewValue(value)
		}
	}
	return c, diags
}

// emptyKey is the answer for a variable that is set to nothing: in shells and CI systems that is how a secret looks that
// was never filled in.
func emptyKey(allowed bool) providers.Key {
	if allowed {
		return providers.Key{Status: providers.Present}
	}
	return providers.Key{Status: providers.Missing, Reason: providers.Empty,
		Detail: "it is set to nothing; fill it in, or write allow_empty = true in the provider's block"}
}

// Check looks the variables up. It waits for nothing, so the context matters only between two answers.
func (c *checker) Check(ctx context.Context, _ providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	for i, query := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		answer(i, c.variables.Answer(query))
	}
	return nil
}

// Locate returns the stem of a secret's variables: the prefix as written and the name, or the path in place of both, as
// parts of a variable's name. A name may begin with a digit; without a prefix shells cannot set such a variable.
func (c *checker) Locate(name, path string) string {
	if path != "" {
		return providers.VariableName(path)
	}
	return c.prefix + providers.VariableName(name)
}

// Map returns the name of the variable.
func (c *checker) Map(location, key string) string { return providers.VariableOf(location, key) }

// Describe names the environment and the prefix.
func (c *checker) Describe() string {
	if c.prefix == "" {
		return "environment"
	}
	return "environment, prefix " + c.prefix
}

// Local marks the environment as this machine's.
func (*checker) Local() {}

// shellName are the variables that a shell can set.
var shellName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`) })

// Remedy reads the values from the terminal, so that they stand neither in the shell's history nor in a list of
// processes. For a variable that shells cannot set there is no command.
func (c *checker) Remedy(location string, keys []string, _ bool) string {
	var commands []string
	for _, key := range keys {
		if name := c.Map(location, key); shellName().MatchString(name) {
			commands = append(commands, "read -rs "+name+" && export "+name)
		}
	}
	return strings.Join(commands, "\n")
}

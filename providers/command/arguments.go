package command

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

const invalidArgument = "Invalid provider argument"

// arguments are what the provider's block says.
type arguments struct {
	name        string
	prefix      string
	values      map[string]string // of the command's parameters, those with a default too
	concurrency int
	timeout     time.Duration // 0 means no limit of its own
}

var schema = providers.Schema{Attributes: map[string]cty.Type{
	"command":   cty.String, // the name of a definition
	"prefix":    cty.String, // stands before every name
	"arguments": cty.Map(cty.String),
}}

func decodeArguments(body hcl.Body, evaluation *hcl.EvalContext, commands providers.Commands) (arguments,
	hcl.Diagnostics) {
	block, diags := providers.DecodeProvider(body, evaluation, schema)
	a := arguments{name: block.String("command", ""), prefix: block.String("prefix", ""), values: map[string]string{}}
	a.concurrency, _ = block.Concurrency(defaultConcurrency) // DecodeProvider has judged these two
	a.timeout, _ = block.Timeout(0)
	for _, name := range []string{"command", "prefix"} {
		if strings.ContainsFunc(block.String(name, ""), unicode.IsControl) {
			diags = append(diags, block.Problem(name, invalidArgument, fmt.Sprintf("The argument %q has no control characters.", name))...)
		}
	}
	_, more := block.Prefix()
	diags = append(diags, more...)
	switch {
	case block.Undecided("command"):
	case a.name == "":
		diags = append(diags, missingCommand(body, commands))
	case commands.Named(a.name) != nil:
		diags = append(diags, a.setParameters(block, commands.Named(a.name))...)
	default:
		a.values = given(block)
	}
	return a, diags
}

func missingCommand(body hcl.Body, commands providers.Commands) *hcl.Diagnostic {
	example := "op"
	if names := commands.Names(); len(names) > 0 {
		example = names[0]
	}
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Missing provider argument", Subject: body.MissingItemRange().Ptr(),
		Detail: fmt.Sprintf("A provider of type \"command\" names the command that it asks: command = %q. Commands are defined in the "+
			"user's own configuration, each in a block command \"NAME\".", example)}
}

// given returns the values in the argument arguments; what is null is not set.
func given(block *providers.Block) map[string]string {
	values := map[string]string{}
	if value, ok := block.Value("arguments"); ok {
		for name, value := range value.AsValueMap() {
			if !value.IsNull() {
				values[name] = value.AsString()
			}
		}
	}
	return values
}

// setParameters gives each parameter of the command its value.
func (a *arguments) setParameters(block *providers.Block, c *commandline.Command) hcl.Diagnostics {
	if block.Undecided("arguments") || c.Broken {
		return nil
	}
	values := given(block)
	var diags hcl.Diagnostics
	problem := func(format string, args ...any) {
		where := "arguments"
		if !block.Has(where) {
			where = "command"
		}
		diags = append(diags, block.Problem(where, invalidArgument, fmt.Sprintf(format, args...))...)
	}
	known := slices.Sorted(maps.Keys(c.Parameters))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if _, ok := c.Parameters[name]; !ok {
			problem("The command %q takes no argument %q.%s", a.name, name, alternatives(name, known))
		}
	}
	for _, name := range known {
		parameter := c.Parameters[name]
		value, isSet := values[name]
		switch {
		case !isSet && parameter.Default == nil:
			problem("The command %q needs the argument %q: arguments = { %[2]s = \"…\" }.", a.name, name)
		case !isSet:
			a.values[name] = *parameter.Default
		case value == "":
			problem("The argument %q of the command %q is empty. Leave it out, or give it a value.", name, a.name)
		case parameter.Pattern != nil && !parameter.Pattern.MatchString(value):
			problem("The user's configuration allows the argument %q of the command %q only what matches its pattern, which %q does not.",
				name, a.name, value)
		default:
			a.values[name] = value
		}
	}
	return diags
}

func alternatives(name string, known []string) string {
	switch hint := suggest.DidYouMean(name, known); {
	case hint != "":
		return hint
	case len(known) == 0:
		return " It takes none: its definition in the user's configuration has no block parameter."
	default:
		return " It takes " + suggest.OneOf(known) + "."
	}
}

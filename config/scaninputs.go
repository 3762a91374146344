package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// moduleInputs are the values of variables that the user gave for the scanned modules. Defaults are none: Terraform may be
// given others.
type moduleInputs struct{ values map[string]cty.Value }

// value returns the value of a variable, unknown where it was not given.
func (in *moduleInputs) value(name string) cty.Value {
	if value, ok := in.values[name]; ok {
		return value
	}
	return cty.DynamicVal
}

// readInputs takes --var-file and --var, the last one winning. A value on the command line is text, unless it is written as a
// list or a map.
func (s *scanner) readInputs() {
	s.inputs.values = map[string]cty.Value{}
	for _, name := range s.options.VariableFiles {
		s.readInputFile(name)
	}
	for _, assignment := range s.options.Variables {
		s.inputs.values[assignment.Name] = inputValue(assignment.Value)
	}
}

func inputValue(text string) cty.Value {
	if len(text) > 0 && (text[0] == '[' || text[0] == '{') {
		if expr, problem := parseInput(text); problem == "" {
			if value, _, problem := evaluateConstant(expr, nil); problem == "" {
				return value
			}
		}
	}
	return cty.StringVal(text)
}

func (s *scanner) readInputFile(name string) {
	src, diags := readFile(s.options.WorkingDir, name)
	if diags == nil {
		diags = Syntax(src, name)
	}
	if diags != nil {
		s.diags = append(s.diags, diags...)
		return
	}
	s.config.sources[displayPath(name)] = src
	file, _ := hclsyntax.ParseConfig(src, displayPath(name), hcl.InitialPos)
	for _, a := range sortedAttributes(file.Body.(*hclsyntax.Body).Attributes) {
		value, _, problem := evaluateConstant(a.Expr, nil)
		if problem != "" {
			s.report(configError("Invalid value for a variable", "The variable "+a.Name+" "+problem, a.Expr.Range()))
			continue
		}
		s.inputs.values[a.Name] = value
	}
}

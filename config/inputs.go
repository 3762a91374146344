package config

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
	"github.com/zsv-dev/zsv/internal/suggest"
)

const (
	variablePrefix  = "ZSV_VAR_"
	defaultVarsFile = "default.zsvars"
	autoVarsSuffix  = ".auto.zsvars"
)

// An Assignment is one --var NAME=VALUE.
type Assignment struct{ Name, Value string }

// ParseAssignment splits NAME=VALUE at its first "=".
func ParseAssignment(text string) (Assignment, error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok || strings.TrimSpace(name) == "" {
		return Assignment{}, fmt.Errorf("%q is no assignment: write --var 'NAME=VALUE'", name)
	}
	return Assignment{Name: strings.TrimSpace(name), Value: value}, nil
}

// inputs collects the values of variables from all their sources, the last one winning: the environment,
// default.zsvars, *.auto.zsvars, --var-file, --var.
type inputs struct {
	*reader
	options  Options
	declared map[string]*variable
	values   map[string]cty.Value
	sources  map[string][]byte // of the files that were read
}

func (in *inputs) collect() {
	in.fromEnvironment()
	for _, file := range in.automaticFiles() {
		in.fromFile(file, false)
	}
	for _, file := range in.options.VariableFiles {
		in.fromFile(file, in.options.SharedInputs)
	}
	for _, assignment := range in.options.Variables {
		in.fromAssignment(assignment)
	}
}

func (in *inputs) fromEnvironment() {
	for _, entry := range in.options.Environ {
		name, text, _ := strings.Cut(entry, "=")
		if v, ok := in.declared[strings.TrimPrefix(name, variablePrefix)]; ok && strings.HasPrefix(name, variablePrefix) {
			in.setText(v, text, name)
		}
	}
}

func (in *inputs) fromAssignment(a Assignment) {
	v, ok := in.declared[a.Name]
	if !ok {
		if !in.options.SharedInputs {
			in.report(in.undeclared(a.Name, "--var", nil))
		}
		return
	}
	in.setText(v, a.Value, "--var "+a.Name)
}

// setText sets a value from the environment or the command line: as it is for primitive types, else an expression.
func (in *inputs) setText(v *variable, text, from string) {
	if v.literal() {
		in.set(v, cty.StringVal(text), from, nil)
		return
	}
	filename := "<" + from + ">"
	src := []byte(text)
	if diags := checkNesting(src, filename); diags != nil {
		in.fail(v, fmt.Sprintf("%s is nested too deeply.", from), nil)
		return
	}
	expr, diags := hclsyntax.ParseExpression(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		in.fail(v, fmt.Sprintf("%s is no valid expression, which its type needs: a list is written [\"a\", \"b\"], a map "+
			"{ a = \"b\" }.", from), nil)
		return
	}
	in.setExpression(v, expr, from, nil)
}

func (in *inputs) setExpression(v *variable, expr hcl.Expression, from string, at *hcl.Range) {
	if len(expr.Variables()) > 0 {
		in.fail(v, from+" refers to something, but a variable's value may not refer to anything. Text is written in quotes.", at)
		return
	}
	value, diags := limited(expr).Value(&hcl.EvalContext{Functions: functions.Table()})
	if diags.HasErrors() || functions.Check(value) != nil {
		in.fail(v, from+" cannot be evaluated.", at)
		return
	}
	in.set(v, value, from, at)
}

func (in *inputs) set(v *variable, value cty.Value, from string, at *hcl.Range) {
	if v.broken {
		return
	}
	converted, err := v.convert(value)
	if err != nil {
		in.fail(v, fmt.Sprintf("%s does not fit the variable's type: %s.", from, err), at)
		return
	}
	in.values[v.name] = converted
}

func (in *inputs) fail(v *variable, detail string, at *hcl.Range) {
	if at == nil {
		at = &v.at
	}
	v.broken = true
	in.report(Diagnostic{Severity: Error, Rule: RuleConfiguration, Summary: "Invalid value for a variable",
		Detail: fmt.Sprintf("The variable %q: %s", v.name, detail), Range: at, Address: address("var", v.name)})
}

func (in *inputs) undeclared(name, from string, at *hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleConfiguration, Summary: "Undeclared variable", Range: at,
		Detail: fmt.Sprintf("%s sets a variable %q, which the configuration does not declare.%s", from, name,
			suggest.DidYouMean(name, sortedNames(in.declared)))}
}

// automaticFiles returns the variable files beside the configuration, in the order in which they count.
func (in *inputs) automaticFiles() []string {
	entries, err := os.ReadDir(resolvePath(in.options.WorkingDir, in.options.Dir))
	if err != nil {
		return nil
	}
	var files []string
	for _, entry := range entries {
		if name := entry.Name(); !entry.IsDir() && isAutomatic(name) {
			files = append(files, path.Join(in.options.Dir, name))
		}
	}
	slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(order(a), order(b)) })
	return files
}

func isAutomatic(name string) bool {
	name = strings.TrimSuffix(name, ".json")
	return name == defaultVarsFile || strings.HasSuffix(name, autoVarsSuffix) && !strings.HasPrefix(name, ".")
}

func order(file string) int {
	if strings.HasPrefix(path.Base(file), defaultVarsFile) {
		return 0
	}
	return 1
}

// fromFile reads NAME = VALUE lines. Where the file is shared by several configurations, it may set variables that this
// one does not have.
func (in *inputs) fromFile(file string, shared bool) {
	name := displayPath(file)
	src, diags := readFile(in.options.WorkingDir, file)
	if diags == nil {
		in.sources[name] = src
		diags = checkVariableFile(src, name)
	}
	if diags != nil {
		in.report(diags...)
		return
	}
	attributes, hclDiags := parseVariableFile(src, name)
	in.report(syntaxDiagnostics(hclDiags)...)
	for _, a := range attributes {
		v, ok := in.declared[a.Name]
		switch {
		case ok:
			in.setExpression(v, a.Expr, fmt.Sprintf("the value in %s", name), a.Expr.Range().Ptr())
		case !shared:
			in.report(in.undeclared(a.Name, "This file", &a.NameRange))
		}
	}
}

func checkVariableFile(src []byte, name string) Diagnostics {
	if strings.HasSuffix(name, ".json") {
		return checkJSON(src, name)
	}
	return checkNesting(src, name)
}

func parseVariableFile(src []byte, name string) ([]*hcl.Attribute, hcl.Diagnostics) {
	parse := hclsyntax.ParseConfig
	if strings.HasSuffix(name, ".json") {
		parse = func(src []byte, name string, _ hcl.Pos) (*hcl.File, hcl.Diagnostics) { return hcljson.Parse(src, name) }
	}
	file, diags := parse(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	byName, diags := file.Body.JustAttributes()
	attributes := make([]*hcl.Attribute, 0, len(byName))
	for _, a := range byName {
		attributes = append(attributes, a)
	}
	slices.SortFunc(attributes, func(a, b *hcl.Attribute) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	return attributes, diags
}

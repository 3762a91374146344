package config

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
	"github.com/zsv-dev/zsv/internal/project"
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
		return Assignment{}, errors.New("an assignment has a name and a value: write --var 'NAME=VALUE'")
	}
	return Assignment{Name: strings.TrimSpace(name), Value: value}, nil
}

// inputs collects the values of variables from all their sources, the last one winning: the environment,
// default.zsvars, *.auto.zsvars, --var-file, --var. Only the winner is looked at more closely.
type inputs struct {
	*reader
	options  Options
	declared map[string]*variable
	broken   map[string]bool // variables whose block could not be parsed
	given    map[string]input
	sources  map[string][]byte // of the files that were read
}

// An input is a value that the user gave to a variable: text, from the environment or the command line, or an
// expression, from a file.
type input struct {
	from string
	text string
	expr hclsyntax.Expression // nil: text counts
}

// place returns where the value is written, nil where that is no file.
func (i input) place() *hcl.Range {
	if i.expr == nil {
		return nil
	}
	return i.expr.Range().Ptr()
}

func (in *inputs) collect() {
	in.fromEnvironment()
	for _, file := range in.automaticFiles() {
		for _, a := range in.fromFile(file, in.options.readConfined) {
			in.reportUndeclared(a.name, "This file", a.nameRange.Ptr())
		}
	}
	for _, file := range in.options.VariableFiles {
		others := in.fromFile(file, in.options.readNamed)
		if !in.options.SharedInputs {
			in.judgeOthers(others)
		}
	}
	for _, assignment := range in.options.Variables {
		in.fromAssignment(assignment)
	}
}

// fromEnvironment takes the first entry of each name, which is the one that counts everywhere.
func (in *inputs) fromEnvironment() {
	for _, entry := range in.options.Environ {
		name, text, _ := strings.Cut(entry, "=")
		variable, ok := strings.CutPrefix(name, variablePrefix)
		if _, isGiven := in.given[variable]; ok && !isGiven && in.declared[variable] != nil {
			in.given[variable] = input{from: name, text: text}
		}
	}
}

func (in *inputs) fromAssignment(a Assignment) {
	switch {
	case in.declared[a.Name] != nil:
		in.given[a.Name] = input{from: "--var " + a.Name, text: a.Value}
	case !in.options.SharedInputs:
		in.reportUndeclared(a.Name, "--var", nil)
	}
}

// judgeOthers reports the variables of a file that was named which the configuration does not declare. The file may be there
// for several configurations, so that is no error; but a misspelt name is: the value would silently be another one.
func (in *inputs) judgeOthers(others []variableSetting) {
	for _, a := range others {
		if a.meant != "" {
			in.reportUndeclared(a.name, "This file", a.nameRange.Ptr())
			continue
		}
		in.reportStray(Warning, a.name, "This file", " The value is not used here.", a.nameRange.Ptr())
	}
}

func (in *inputs) reportUndeclared(name, from string, at *hcl.Range) {
	hint := ""
	if near := closest(name, in.declared); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	in.reportStray(Error, name, from, hint, at)
}

func (in *inputs) reportStray(severity Severity, name, from, hint string, at *hcl.Range) {
	if in.broken[name] || in.incomplete {
		return
	}
	in.report(Diagnostic{Severity: severity, Rule: RuleConfiguration, Summary: "Undeclared variable", Range: at,
		Detail: fmt.Sprintf("%s sets a variable %q, which the configuration does not declare.%s", from, name, hint)})
}

// valueOf returns the value that the user gave to a variable, NilVal where there is none. One that is wrong is reported,
// and the variable is broken.
func (in *inputs) valueOf(v *variable) cty.Value {
	given, ok := in.given[v.name]
	if !ok || v.broken {
		return cty.NilVal
	}
	value, problem := in.evaluateInput(v, given)
	if problem != "" {
		v.broken = true
		at := cmp.Or(given.place(), &v.at)
		in.report(Diagnostic{Severity: Error, Rule: RuleConfiguration, Summary: "Invalid value for a variable",
			Detail: fmt.Sprintf("The variable %q: %s %s", v.name, given.from, problem), Range: at,
			Address: address("var", v.name)})
	}
	return value
}

// evaluateInput returns a value as the variable's type has it, or what is wrong with it, in words that do not quote it.
func (in *inputs) evaluateInput(v *variable, given input) (value cty.Value, problem string) {
	expr := given.expr
	switch {
	case expr == nil && v.literal:
		value = cty.StringVal(given.text)
	case expr == nil:
		if expr, problem = parseInput(given.text); problem != "" {
			return cty.NilVal, problem
		}
		fallthrough
	default:
		if value, problem = in.constant(expr); problem != "" {
			return cty.NilVal, problem
		}
	}
	converted, err := v.convert(value)
	if err != nil {
		return cty.NilVal, v.mismatch(err)
	}
	return converted, ""
}

func parseInput(text string) (expr hclsyntax.Expression, problem string) {
	const name = "value"
	if checkNesting([]byte(text), name) != nil {
		return nil, "is nested too deeply."
	}
	expr, diags := hclsyntax.ParseExpression([]byte(text), name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, "is no valid expression, which its type needs: a list is written [\"a\", \"b\"], a map { a = \"b\" }."
	}
	return expr, ""
}

func (in *inputs) constant(expr hclsyntax.Expression) (value cty.Value, problem string) {
	value, duplicates, problem := evaluateConstant(expr, in.budget)
	in.reportDuplicates(duplicates)
	return value, problem
}

// evaluateConstant returns the value of an expression that refers to nothing, and the keys in it that repeat others.
func evaluateConstant(expr hclsyntax.Expression, b *budget) (value cty.Value, duplicates []hcl.Range, problem string) {
	if len(expr.Variables()) > 0 {
		return cty.NilVal, nil,
			"refers to something, but a variable's value may not refer to anything. Text is written in quotes."
	}
	work := newMeter(b, expr)
	value, diags := work.value(work.metered(expr), &hcl.EvalContext{Functions: functions.Table()})
	switch {
	case work.refused:
		return cty.NilVal, nil, "takes more work to evaluate than zsv does."
	case diags.HasErrors():
		return cty.NilVal, nil, "cannot be evaluated."
	}
	return value, work.duplicates, ""
}

// automaticFiles returns the variable files beside the configuration, in the order in which they count.
func (in *inputs) automaticFiles() []string {
	entries, err := os.ReadDir(project.Absolute(in.options.WorkingDir, in.options.Dir))
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

// IsVariableFile says whether a file of this name holds values of variables.
func IsVariableFile(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".json"), ".zsvars")
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

// A variableSetting is a variable that a file sets. meant is the declared one that its name may be a misspelling of: one
// that the file does not set too.
type variableSetting struct {
	attribute
	meant string
}

// fromFile reads NAME = VALUE lines and returns those whose variable the configuration does not declare.
func (in *inputs) fromFile(file string, read func(string) ([]byte, Diagnostics)) (others []variableSetting) {
	name := displayPath(file)
	src, diags := read(file)
	if diags == nil {
		in.sources[name] = src
		in.budget.grow(len(src))
	}
	var attributes []attribute
	if diags == nil {
		attributes, diags = parseVariableFile(src, name)
	}
	in.report(diags...)
	unset := maps.Clone(in.declared)
	for _, a := range attributes {
		delete(unset, a.name)
	}
	for _, a := range attributes {
		if in.declared[a.name] == nil {
			others = append(others, variableSetting{a, closest(a.name, unset)})
			continue
		}
		in.given[a.name] = input{from: "the value in " + name, expr: a.expr}
	}
	return others
}

func parseVariableFile(src []byte, name string) ([]attribute, Diagnostics) {
	switch {
	case !utf8.Valid(src):
		return nil, Diagnostics{invalidUTF8(src, name)}
	case strings.HasSuffix(name, ".json"):
		parsed := parseJSON(src, name, nil)
		return parsed.body.attributes, parsed.diags
	}
	if diags := checkNesting(src, name); diags != nil {
		return nil, diags
	}
	file, hclDiags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if hclDiags.HasErrors() {
		return nil, syntaxDiagnostics(hclDiags)
	}
	b := nativeBody(file.Body.(*hclsyntax.Body))
	return b.attributes, b.check("A variable file", shape{free: true})
}

package config

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// A module is the files of HCL in one directory, as Terraform has them: what one of them says of a local counts in all.
// Only what stands in the files, or was given on the command line, has a value; all else is unknown, and so is what
// depends on it. Nothing is guessed: a default may be overridden, so it is no value of a variable.
type module struct {
	inputs *moduleInputs
	files  []*scannedFile
	// bodies are the files, by name, to look for references in; facts are the same once more, to evaluate locals and the
	// like, which changes them.
	bodies, facts map[string]*hclsyntax.Body
	// texts are the expressions once more that put text together, by file and place, to evaluate these.
	texts map[string]map[twin]hclsyntax.Expression
	// preparedTwins are those of them that were evaluated, which can be prepared once only.
	preparedTwins map[hclsyntax.Expression]*preparedExpression

	jsons     []*scannedFile // those of Terraform's JSON
	locals    map[string]*moduleLocal
	variables moduleVariables
	// bracing are the locals whose texts may have braces; uses is what each local refers to, until that is known.
	bracing   bracedNames
	uses      map[string][]hcl.Traversal
	defaults  bracedNames                     // of variables
	resources map[string]map[string]cty.Value // of those whose name is known, by type and name
	budget    *budget
	// mayHold says that a reference may be put together from all files, relevant that they are parsed.
	mayHold, relevant bool
	called            []string // the directories of the modules that this one calls, relative to its own
	// overridden says that a file of the module is merged over the others, so that these do not say what counts.
	overridden bool
	// isCalled says that another module of the scan calls this one, isRoot that it is one that the user named, or has what
	// only the root of a configuration has, and isBroken that not all of its files can be read.
	isCalled, isRoot, isBroken bool

	lock sync.Mutex // of the evaluation, which remembers values
}

// A moduleLocal is a local value of a module.
type moduleLocal struct {
	expr  hclsyntax.Expression
	value cty.Value
	state localState
}

// deepestLocals is how many locals may need one another in a row.
const deepestLocals = 200

func newModule(inputs *moduleInputs) *module {
	return &module{inputs: inputs, bodies: map[string]*hclsyntax.Body{}, facts: map[string]*hclsyntax.Body{},
		texts: map[string]map[twin]hclsyntax.Expression{}, preparedTwins: map[hclsyntax.Expression]*preparedExpression{},
		locals: map[string]*moduleLocal{}, variables: newModuleVariables(),
		bracing: newBracedNames(), defaults: newBracedNames(), uses: map[string][]hcl.Traversal{},
		resources: map[string]map[string]cty.Value{}}
}

// add adds a file to those that are read together.
func (m *module) add(f *scannedFile) {
	switch {
	case f.source == nil || !f.isTerraform():
	case f.kind == hclFile:
		m.files = append(m.files, f)
		f.module = m
	default:
		m.jsons = append(m.jsons, f)
		f.module = m
	}
}

// parseFiles parses the files, unless none of them may hold a reference. With variables all are parsed: they say whose
// variables are given.
func (m *module) parseFiles() {
	size := 0
	var found signs
	for _, f := range m.files {
		found = found.with(f.signs)
		size += len(f.source)
	}
	for _, f := range m.jsons {
		found = found.with(f.signs)
	}
	m.mayHold = found.mayJoin()
	m.relevant = m.mayHold || len(m.inputs.values) > 0
	m.budget = newBudget(size)
	for _, f := range m.files {
		if m.relevant {
			m.parse(f)
		} else {
			f.source = nil
		}
	}
	m.readCalls()
	m.readJSONs()
}

// readCalls notes which modules the files call.
func (m *module) readCalls() {
	for _, body := range m.facts {
		m.isRoot = m.isRoot || isRootBody(body)
		for _, b := range body.Blocks {
			if source := literalArgument(b.Body, "source"); b.Type == "module" && strings.HasPrefix(source, ".") {
				m.called = append(m.called, source)
			}
		}
	}
}

// readJSONs reads what the files of Terraform's JSON say of the module, and drops them again where none of the module may
// hold a reference.
func (m *module) readJSONs() {
	for _, f := range m.jsons {
		facts, ok := readJSONFacts(f.source)
		m.isBroken = m.isBroken || !ok
		m.isRoot = m.isRoot || facts.isRoot
		m.called = append(m.called, facts.calls...)
		for _, text := range facts.locals {
			m.bracing.add(text.of, text.text)
		}
		for _, text := range facts.defaults {
			m.defaults.add(text.of, text.text)
		}
		f.variables = sortedNames(facts.variables)
		for name, hidden := range facts.variables {
			m.variables.declared[name] = true
			m.variables.hidden[name] = m.variables.hidden[name] || hidden
		}
		if !m.mayHold {
			f.source = nil
		}
	}
}

// declare notes what the expressions of the module may refer to.
func (m *module) declare() {
	for _, f := range m.files {
		if body := m.facts[f.name]; body != nil {
			m.declareLocals(body)
			m.declareBraces(body)
			f.variables = m.variables.read(body)
		}
	}
	m.spreadBraces()
	for _, f := range m.files {
		if body := m.facts[f.name]; body != nil && !m.overridden {
			m.declareSecrets(f, body)
		}
	}
}

func (m *module) parse(f *scannedFile) {
	body, diags := parseForeign(f.source, f.name)
	f.diags = append(f.diags, diags...)
	m.isBroken = m.isBroken || diags != nil
	if body != nil {
		m.bodies[f.name] = body
		m.facts[f.name] = parseTree(f.source, f.name)
		m.texts[f.name] = twinsIn(f.source, f.name)
	}
}

// A twin tells the expressions of a file apart, so that each is found again in another tree of the same file.
type twin struct {
	kind string
	at   hcl.Range
}

func twinKey(expr hclsyntax.Expression) twin { return twin{fmt.Sprintf("%T", expr), expr.Range()} }

// twinsIn returns the expressions of a file that are evaluated: those that put text together, or lead to some.
func twinsIn(src []byte, name string) map[twin]hclsyntax.Expression {
	found := map[twin]hclsyntax.Expression{}
	_ = hclsyntax.VisitAll(parseTree(src, name), func(node hclsyntax.Node) hcl.Diagnostics {
		switch expr := node.(type) {
		case *hclsyntax.TemplateExpr, *hclsyntax.FunctionCallExpr, *hclsyntax.ForExpr, *hclsyntax.TemplateJoinExpr,
			*hclsyntax.IndexExpr, *hclsyntax.SplatExpr, *hclsyntax.RelativeTraversalExpr, *hclsyntax.BinaryOpExpr:
			found[twinKey(expr.(hclsyntax.Expression))] = expr.(hclsyntax.Expression)
		}
		return nil
	})
	return found
}

// declareLocals notes the locals of a file. What is declared twice, or may be by an override, has no known value.
func (m *module) declareLocals(body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		if b.Type != "locals" {
			continue
		}
		for name, a := range b.Body.Attributes {
			if _, taken := m.locals[name]; taken || m.overridden {
				m.locals[name] = &moduleLocal{value: cty.DynamicVal, state: evaluated}
				continue
			}
			m.locals[name] = &moduleLocal{expr: a.Expr}
		}
	}
}

// isOverride says whether Terraform merges a file over the others of its directory.
func isOverride(name string) bool {
	base, _, _ := strings.Cut(path.Base(name), ".")
	return base == "override" || strings.HasSuffix(base, "_override")
}

// declareSecrets notes the secrets that Terraform itself creates, whose names others refer to.
func (m *module) declareSecrets(f *scannedFile, body *hclsyntax.Body) {
	for _, b := range body.Blocks {
		if b.Type != "resource" || len(b.Labels) != 2 || b.Labels[0] != zenmlSecret || b.Body.Attributes["name"] == nil {
			continue
		}
		value, names := m.createdSecrets(b.Body)
		if m.resources[zenmlSecret] == nil {
			m.resources[zenmlSecret] = map[string]cty.Value{}
		}
		m.resources[zenmlSecret][b.Labels[1]] = value
		for _, name := range names {
			f.secrets = append(f.secrets, Secret{Name: name, NameRange: b.DefRange(), DeclRange: b.DefRange(),
				Description: "Terraform creates it: " + address(b.Type, b.Labels...) + " at " + placeText(b.DefRange())})
		}
	}
}

const zenmlSecret = "zenml_secret"

// createdSecrets returns the value of a resource that creates secrets, as far as it is known, and the names of these.
func (m *module) createdSecrets(body *hclsyntax.Body) (value cty.Value, names []string) {
	name := m.nameOf(body.Attributes["name"].Expr)
	one := func(instance map[string]cty.Value) cty.Value {
		text, ok := name(instance)
		if !ok {
			return cty.DynamicVal
		}
		names = append(names, text)
		return cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(text)})
	}
	instances, kind, known := m.instancesOf(body)
	switch {
	case kind == oneInstance:
		return one(nil), names
	case !known:
		return cty.DynamicVal, nil
	}
	listed, named := []cty.Value{}, map[string]cty.Value{}
	for _, instance := range instances {
		created := one(instance.values)
		listed = append(listed, created)
		named[instance.key] = created
	}
	if kind == countedInstances {
		return cty.TupleVal(listed), names
	}
	return cty.ObjectVal(named), names
}

// nameOf returns what gives the name that an expression stands for, in an instance.
func (m *module) nameOf(expr hclsyntax.Expression) func(instance map[string]cty.Value) (name string, ok bool) {
	if literal := literalOf(expr); literal != nil {
		return func(map[string]cty.Value) (string, bool) { return textOf(literal.Val) }
	}
	prepared := m.prepared(expr)
	return func(instance map[string]cty.Value) (string, bool) { return textOf(prepared.evaluate(instance)) }
}

// A preparedExpression is an expression that can be evaluated, any number of times. Its syntax tree is another than before:
// nobody may look at it any more.
type preparedExpression struct {
	module     *module
	work       *meter
	expr       hclsyntax.Expression
	traversals []hcl.Traversal
	functions  map[string]function.Function
	ctx        *hcl.EvalContext // of the last evaluation
}

// preparedTwin returns an expression of a file ready to be evaluated, the same each time; nil where there is none.
func (m *module) preparedTwin(file string, key twin) *preparedExpression {
	m.lock.Lock()
	defer m.lock.Unlock()
	expr := m.texts[file][key]
	if expr == nil {
		return nil
	}
	if m.preparedTwins[expr] == nil {
		m.preparedTwins[expr] = m.prepared(expr)
	}
	return m.preparedTwins[expr]
}

func (m *module) prepared(expr hclsyntax.Expression) *preparedExpression {
	p := &preparedExpression{module: m, work: newMeter(m.budget, expr), traversals: expr.Variables(), functions: functionsFor(expr)}
	p.expr = p.work.metered(expr)
	return p
}

// evaluate returns the value of an expression as far as it is known: unknown is what depends on anything but locals, given
// variables and functions that zsv has. instance has what stands for the instance of a block.
func (p *preparedExpression) evaluate(instance map[string]cty.Value) cty.Value {
	p.module.lock.Lock()
	defer p.module.lock.Unlock()
	return p.value(instance, 0)
}

func (p *preparedExpression) value(instance map[string]cty.Value, depth int) cty.Value {
	p.ctx = p.context(instance, depth)
	value, diags := p.work.value(p.expr, p.ctx)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	if sensitive(value) { // names are shown, and this must not be
		return cty.DynamicVal
	}
	value, _ = value.UnmarkDeep()
	if elements, bytes, err := functions.Measure(value); err != nil || elements+bytes > maxLocalSize {
		return cty.DynamicVal
	}
	return value
}

// context has what an expression refers to. What is not known there is unknown, and functions that zsv does not have give
// what is unknown.
func (p *preparedExpression) context(instance map[string]cty.Value, depth int) *hcl.EvalContext {
	m, ctx := p.module, &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: p.functions}
	locals, variables := map[string]cty.Value{}, map[string]cty.Value{}
	for _, traversal := range p.traversals {
		root := traversal.RootName()
		name, hasName := stepName(traversal, 1)
		switch {
		case instance[root] != cty.NilVal:
			ctx.Variables[root] = instance[root]
		case root == "local" && hasName:
			locals[name] = m.localValue(name, depth)
		case root == "var" && hasName:
			variables[name] = m.variable(name)
		case root == zenmlSecret && hasName:
			ctx.Variables[root] = m.resourceValue(root, ctx.Variables[root], name)
		default:
			ctx.Variables[root] = cty.DynamicVal
		}
	}
	if len(locals) > 0 {
		ctx.Variables["local"] = cty.ObjectVal(locals)
	}
	if len(variables) > 0 {
		ctx.Variables["var"] = cty.ObjectVal(variables)
	}
	return ctx
}

// resourceValue adds one resource to the value of its type: what is known of it, or nothing.
func (m *module) resourceValue(kind string, before cty.Value, name string) cty.Value {
	all := map[string]cty.Value{}
	if before != cty.NilVal {
		all = before.AsValueMap()
	}
	all[name] = cty.DynamicVal
	if known, ok := m.resources[kind][name]; ok {
		all[name] = known
	}
	return cty.ObjectVal(all)
}

// localValue returns the value of a local. One that needs itself has none.
func (m *module) localValue(name string, depth int) cty.Value {
	l := m.locals[name]
	if l == nil || l.state == evaluating || depth > deepestLocals {
		return cty.DynamicVal
	}
	if l.state == waiting {
		l.state = evaluating
		l.value = m.prepared(l.expr).value(nil, depth+1)
		l.state = evaluated
	}
	return l.value
}

// functionsFor returns the functions that an expression calls: Terraform's, as zsv has them, and in place of all others one
// whose result is unknown.
func functionsFor(expr hclsyntax.Expression) map[string]function.Function {
	table := functions.Table()
	var more map[string]function.Function
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, ok := unwrapped(node).(*hclsyntax.FunctionCallExpr); ok {
			if _, known := table[call.Name]; !known {
				if more == nil {
					more = maps.Clone(table)
				}
				more[call.Name] = unknowableFunction
			}
		}
		return nil
	})
	if more != nil {
		return more
	}
	return table
}

// unknowableFunction takes anything and gives nobody knows what.
var unknowableFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "arguments", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true,
		AllowDynamicType: true, AllowMarked: true},
	Type: function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func([]cty.Value, cty.Type) (cty.Value, error) { return cty.DynamicVal, nil },
})

// sortedAttributes returns attributes in the order of the file.
func sortedAttributes(all hclsyntax.Attributes) []*hclsyntax.Attribute {
	return slices.SortedFunc(maps.Values(all), func(a, b *hclsyntax.Attribute) int {
		return a.NameRange.Start.Byte - b.NameRange.Start.Byte
	})
}

package config

import (
	"github.com/zclconf/go-cty/cty"
)

// declarations collects what other files refer to by value: variables, locals and the keys of secrets.
type declarations struct {
	*reader
	loader    *loader
	variables map[string]*variable
	broken    map[string]bool // variables whose block could not be parsed
	locals    *localGraph
	sensitive []string // names of variables whose values must not be shown, sorted
}

func newDeclarations(l *loader) *declarations {
	r := &reader{scope: &scope{
		variables: map[string]cty.Value{}, locals: map[string]cty.Value{}, declared: map[string][]string{},
		brokenSecrets: map[string]bool{},
	}}
	size := 0
	for _, f := range l.files {
		r.incomplete = r.incomplete || f.unread
		size += len(f.source)
	}
	r.budget = newBudget(size)
	return &declarations{
		reader: r, loader: l, variables: map[string]*variable{}, broken: map[string]bool{},
		locals: &localGraph{reader: r, locals: map[string]*local{}},
	}
}

// read takes the declarations of one file.
func (d *declarations) read(f *file) {
	d.source = f.source
	d.incomplete = d.incomplete || f.parsed.lost
	for _, b := range f.parsed.body.blocks {
		switch {
		case b.checkHeader("A file", fileShape).HasErrors(): // is reported when the file is decoded
		case b.kind == "variable":
			d.declareVariable(b)
		case b.kind == "locals":
			d.locals.declare(b, f.source)
		case b.kind == "secret":
			d.declareKeys(b)
		}
	}
	for _, b := range f.parsed.broken {
		d.declareBroken(b)
	}
}

func (d *declarations) declareVariable(b block) {
	v := d.variable(b)
	if first, taken := d.variables[v.name]; taken {
		d.report(configError("Duplicate variable", "The variable is declared already, at "+placeText(first.at)+
			". Remove one of them.", v.at))
		return
	}
	d.variables[v.name] = &v
}

func (d *declarations) declareKeys(b block) {
	name := b.labels[0].text
	for _, inner := range b.body.blocks {
		if inner.kind == "key" && len(inner.labels) == 1 {
			d.declared[name] = append(d.declared[name], inner.labels[0].text)
		}
	}
}

// declareBroken makes the names of a block that could not be parsed known, with unknown values.
func (d *declarations) declareBroken(b brokenBlock) {
	switch {
	case b.kind == "locals":
		d.brokenLocals = true
	case b.kind == "variable" && len(b.labels) > 0:
		d.broken[b.labels[0]] = true
		d.scope.variables[b.labels[0]] = cty.DynamicVal
	case b.kind == "secret" && len(b.labels) > 0:
		d.brokenSecrets[b.labels[0]] = true
	}
}

// evaluate gives all variables and locals their values.
func (d *declarations) evaluate() {
	d.address = ""
	in := &inputs{
		reader: d.reader, options: d.loader.options, declared: d.variables, broken: d.broken,
		given: map[string]input{}, sources: d.loader.config.sources,
	}
	in.collect()
	names := sortedNames(d.variables)
	for _, name := range names {
		v := d.variables[name]
		if v.sensitive || v.broken {
			d.sensitive = append(d.sensitive, name)
		}
		d.scope.variables[name] = d.finish(v, in.valueOf(v), d.loader.options.Static)
	}
	d.refuse(names)
	d.locals.evaluateAll()
}

// refuse makes the variables unknown whose value their validation refuses, once all are validated: nothing is asked of a
// store under such a value, and what does not depend on it is judged.
func (d *declarations) refuse(names []string) {
	var refused []string
	for _, name := range names {
		if !d.validate(d.variables[name]) {
			refused = append(refused, name)
		}
	}
	for _, name := range refused {
		d.scope.variables[name] = cty.DynamicVal
	}
}

package resolve

import (
	"slices"
)

// assemble makes the report of a plan; checked says that its verdicts belong in it.
func (p *Plan) assemble(checked bool) *Report {
	r := &Report{
		FormatVersion: FormatVersion, Version: p.options.Version,
		Level: p.level.Level, LevelSource: p.level.Source,
		Configurations: []string{p.cfg.Dir}, Stacks: p.extraction.Stacks,
		Checks: []Check{}, Loosened: []Loosened{}, Checked: checked,
		Registers: p.options.Registers, Scan: p.scan,
	}
	r.Diagnostics = p.diagnostics()
	columns := newUTF16Columns(p.cfg.Source)
	columns.count(r.Diagnostics)
	if checked {
		p.addChecks(r, columns)
		p.addStores(r)
	}
	r.Loosened = append(r.Loosened, p.loosened()...)
	sortLoosened(r.Loosened)
	r.Summary = p.summary(r)
	return r
}

func (p *Plan) addChecks(r *Report, columns *utf16Columns) {
	for _, c := range p.checks {
		v := p.verdictOf(c)
		entry := Check{
			Directory: p.cfg.Dir, Stack: c.stack, Provider: c.address, Location: c.location,
			Secret: c.reference.Name, Key: c.reference.Key,
			Status: v.status, Reason: v.reason, Detail: v.detail, Suggestion: v.suggestion,
			Advice: v.advice, Uses: make([]CheckUse, len(c.uses)),
		}
		if v.status.Missing() {
			entry.Description = p.description(c.reference)
		}
		for i, use := range c.uses {
			entry.Uses[i] = checkUse(use)
			entry.Uses[i].UTF16 = columns.at(use.Range.Filename, use.Range.Start.Byte, use.Range.End.Byte)
		}
		r.Checks = append(r.Checks, entry)
	}
	p.addRemedies(r)
}

func checkUse(use Use) CheckUse {
	return CheckUse{
		Address: use.Address, Component: use.Component, Attribute: use.Attribute, File: use.Range.Filename,
		Line: use.Range.Start.Line, Column: use.Range.Start.Column,
		EndLine: use.Range.End.Line, EndColumn: use.Range.End.Column,
	}
}

// description returns what the configuration says about a key, or about the secret where it says nothing of the key.
func (p *Plan) description(reference Reference) string {
	block := p.secrets[reference.Name]
	if block == nil {
		return ""
	}
	if key := p.declaredKey(reference); key != nil && key.Description != "" {
		return key.Description
	}
	return block.Description
}

func (p *Plan) addStores(r *Report) {
	for _, c := range p.checks {
		store := p.stores[c.provider]
		entry := Store{Directory: p.cfg.Dir, Provider: c.address, Level: p.level.Level}
		if store != nil && store.checker != nil {
			entry.Description = store.describe()
		}
		if !slices.Contains(r.Stores, entry) {
			r.Stores = append(r.Stores, entry)
		}
	}
}

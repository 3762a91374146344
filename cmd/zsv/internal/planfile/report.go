package planfile

import (
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// A reportDocument is a report as its format json has it, but that the detail of a check is in its parts, with what else
// the other formats need.
type reportDocument struct {
	resolve.Report
	Checks      []checkDocument      `json:"checks"`
	Diagnostics []diagnosticDocument `json:"diagnostics"`
	Stores      []storeDocument      `json:"stores"`
	Checked     bool                 `json:"checked"`
	Registers   bool                 `json:"registers,omitempty"`
}

type checkDocument struct {
	resolve.Check
	Uses        []useDocument `json:"uses"`
	Remedy      string        `json:"remedy,omitempty"`
	Instead     string        `json:"instead,omitempty"`
	Advice      []string      `json:"advice,omitempty"`
	Description string        `json:"description,omitempty"`
}

type useDocument struct {
	resolve.CheckUse
	UTF16 utf16Document `json:"utf16"`
}

type diagnosticDocument struct {
	resolve.Diagnostic
	UTF16 *utf16Document `json:"utf16,omitempty"` // where there is a range
}

type utf16Document struct {
	Column    int `json:"column"`
	EndColumn int `json:"end_column"`
}

type storeDocument struct {
	Directory   string          `json:"directory"`
	Provider    string          `json:"provider"`
	Level       providers.Level `json:"level"`
	Description string          `json:"description,omitempty"`
}

func reportDocumentOf(r *resolve.Report) reportDocument {
	return reportDocument{Report: *r, Checks: each(r.Checks, checkDocumentOf),
		Diagnostics: each(r.Diagnostics, diagnosticDocumentOf),
		Stores:      each(r.Stores, func(s resolve.Store) storeDocument { return storeDocument(s) }),
		Checked:     r.Checked, Registers: r.Registers}
}

func (d *reportDocument) report() *resolve.Report {
	r := d.Report
	r.Checks, r.Diagnostics = each(d.Checks, checkDocument.check), each(d.Diagnostics, diagnosticDocument.diagnostic)
	r.Stores = each(d.Stores, func(s storeDocument) resolve.Store { return resolve.Store(s) })
	r.Checked, r.Registers = d.Checked, d.Registers
	return &r
}

func checkDocumentOf(c resolve.Check) checkDocument {
	return checkDocument{Check: c, Uses: each(c.Uses, useDocumentOf), Remedy: c.Remedy, Instead: c.Instead, Advice: c.Advice,
		Description: c.Description}
}

func (d checkDocument) check() resolve.Check {
	c := d.Check
	c.Uses, c.Remedy, c.Instead = each(d.Uses, useDocument.use), d.Remedy, d.Instead
	c.Advice, c.Description = d.Advice, d.Description
	return c
}

func useDocumentOf(u resolve.CheckUse) useDocument {
	return useDocument{CheckUse: u, UTF16: utf16Document(u.UTF16)}
}

func (d useDocument) use() resolve.CheckUse {
	u := d.CheckUse
	u.UTF16 = resolve.UTF16(d.UTF16)
	return u
}

func diagnosticDocumentOf(d resolve.Diagnostic) diagnosticDocument {
	document := diagnosticDocument{Diagnostic: d}
	if d.Range != nil {
		columns := utf16Document(d.Range.UTF16)
		document.UTF16 = &columns
	}
	return document
}

func (d diagnosticDocument) diagnostic() resolve.Diagnostic {
	if d.Range != nil && d.UTF16 != nil {
		d.Range.UTF16 = resolve.UTF16(*d.UTF16)
	}
	return d.Diagnostic
}

// each converts a list; the result is never nil.
func each[From, To any](all []From, convert func(From) To) []To {
	converted := make([]To, len(all))
	for i, one := range all {
		converted[i] = convert(one)
	}
	return converted
}

package resolve

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/providers"
)

// loosened lists what the configuration loosens, and the command line does not set right.
func (p *Plan) loosened() []Loosened {
	all := p.rules.loosened()
	settings := p.cfg.Settings
	if p.level.Source == LevelFromConfig && p.level.Level < providers.SecretAndKeyExists {
		all = append(all, loosened("validation_level", "validation_level", p.level.Level.String(), settings.ValidationLevelRange))
	}
	if p.options.Surroundings.ReadValues == "" {
		all = append(all, p.readsValues()...)
	}
	return all
}

// readsValues lists the provider blocks that allow the fallback to reading values in so many words.
func (p *Plan) readsValues() []Loosened {
	var all []Loosened
	for i := range p.cfg.Providers {
		block := &p.cfg.Providers[i]
		content, _, _ := block.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "read_values"}}})
		if content == nil || content.Attributes["read_values"] == nil {
			continue
		}
		a := content.Attributes["read_values"]
		value, diags := a.Expr.Value(block.Evaluation)
		value, _ = value.Unmark()
		if !diags.HasErrors() && value.RawEquals(cty.StringVal("fallback")) {
			all = append(all, loosened("read_values", "read_values", "fallback", a.Range))
		}
	}
	return all
}

func loosened(setting, name, value string, at hcl.Range) Loosened {
	return Loosened{Setting: setting, Name: name, Value: value, File: at.Filename, Line: at.Start.Line,
		Column: at.Start.Column}
}

func sortLoosened(all []Loosened) {
	slices.SortFunc(all, func(a, b Loosened) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Setting, b.Setting), cmp.Compare(a.Name, b.Name))
	})
}

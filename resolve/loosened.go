package resolve

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// loosened lists what the configuration loosens, and the command line does not set right, in any order.
func (p *Plan) loosened() []Loosened {
	all := p.rules.loosened()
	settings := p.cfg.Settings
	if p.level.Source == LevelFromConfig && p.level.Level < providers.SecretAndKeyExists {
		all = append(all, loosened("validation_level", "validation_level", p.level.Level.String(), settings.ValidationLevelRange))
	}
	for _, store := range p.stores {
		for _, l := range store.loosenings() {
			if l.Range.Filename == config.CommandLine { // the user's own doing
				continue
			}
			all = append(all, loosened(l.Argument, l.Argument, l.Value, l.Range))
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

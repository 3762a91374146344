package resolve

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// Rules decides how severe each problem is at its place: --rule wins over `# zsv:ignore`, that over the zsv block's
// rules, and those over the rule's own severity. It remembers which settings of the configuration made a difference.
type Rules struct {
	flags    map[config.Rule]config.Severity
	settings map[config.Rule]config.RuleSetting
	ignores  config.Ignores
	used     map[config.Ignore]bool
}

// NewRules returns the rules of a configuration under the flags that the user gave, the last one of a rule winning.
func NewRules(cfg *config.Config, flags []config.RuleSetting) *Rules {
	r := &Rules{
		flags:    map[config.Rule]config.Severity{},
		settings: map[config.Rule]config.RuleSetting{},
		ignores:  cfg.Ignores,
		used:     map[config.Ignore]bool{},
	}
	for _, flag := range flags {
		r.flags[flag.Rule] = flag.Severity
	}
	for _, setting := range cfg.Settings.Rules {
		r.settings[setting.Rule] = setting
	}
	return r
}

// Severity returns how severe a problem is, at a place where it has one.
func (r *Rules) Severity(rule config.Rule, at *hcl.Range) config.Severity {
	if severity, ok := r.flags[rule]; ok {
		return severity
	}
	if at != nil {
		if ignore := r.ignores.At(rule, *at); ignore != nil {
			r.used[*ignore] = true
			return config.Off
		}
	}
	if setting, ok := r.settings[rule]; ok {
		return setting.Severity
	}
	return rule.DefaultSeverity()
}

// Apply gives each diagnostic whose rule can be set its severity, and leaves out those that are off.
func (r *Rules) Apply(diags config.Diagnostics) config.Diagnostics {
	kept := make(config.Diagnostics, 0, len(diags))
	for _, d := range diags {
		if d.Rule.Settable() {
			d.Severity = r.Severity(d.Rule, d.Range)
		}
		if d.Severity != config.Off {
			kept = append(kept, d)
		}
	}
	return kept
}

// loosened lists the settings and comments by which the configuration asks for less than zsv would by itself.
func (r *Rules) loosened() []Loosened {
	var found []Loosened
	for rule, setting := range r.settings {
		if _, overridden := r.flags[rule]; !overridden && weaker(setting.Severity, rule.DefaultSeverity()) {
			found = append(found, loosened("rule", string(rule), string(setting.Severity), setting.Range))
		}
	}
	for ignore := range r.used {
		found = append(found, loosened("rule", string(ignore.Rule), string(config.Off), ignore.Range))
	}
	return found
}

func weaker(a, b config.Severity) bool { return strength(a) < strength(b) }

func strength(severity config.Severity) int {
	return slices.Index([]config.Severity{config.Off, config.Warning, config.Error}, severity)
}

package config

import (
	"fmt"

	"github.com/hashicorp/go-version"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/suggest"
)

var inSettings = notIn("zsv", "it says how zsv itself works")

// settings reads the zsv block.
func (r *reader) settings(b block, running string) Settings {
	r.address = ""
	r.report(b.body.check("The zsv block", blockShapes["zsv"])...)
	var s Settings
	r.checkVersion(b.body.get("required_version"), running)
	if a := b.body.get("validation_level"); a != nil {
		s.ValidationLevel, _ = r.text(a, inSettings)
		s.ValidationLevelRange = a.expr.Range()
	}
	if a := b.body.get("default_stack"); a != nil {
		s.DefaultStack, _ = r.text(a, inSettings)
		s.DefaultStackRange = a.expr.Range()
	}
	s.Rules = r.rules(b.body.get("rules"))
	return s
}

// checkVersion holds the running version against required_version. Development builds satisfy every constraint.
func (r *reader) checkVersion(a *attribute, running string) {
	required, ok := r.text(a, inSettings)
	if !ok {
		return
	}
	constraints, err := version.NewConstraint(required)
	if err != nil {
		r.report(configError("Invalid version constraint", fmt.Sprintf("%q is no version constraint. Write one like "+
			"\">= 0.1\" or \"~> 1.2\".", required), a.expr.Range()))
		return
	}
	current, err := version.NewVersion(running)
	if err != nil || current.Prerelease() == "dev" {
		return
	}
	if !constraints.Check(current.Core()) {
		r.report(configError("Unsupported version of zsv", fmt.Sprintf("This configuration needs zsv %s, and this is zsv %s. "+
			"Install a version that fits, or change required_version.", required, running), a.expr.Range()))
	}
}

// rules reads rules = { "NAME" = "off" }.
func (r *reader) rules(a *attribute) []RuleSetting {
	value, ok := r.scalar(a, cty.Map(cty.String), inSettings)
	if !ok {
		return nil
	}
	items := (&collector{reader: r}).writtenItems(a.expr)
	var settings []RuleSetting
	for it := value.ElementIterator(); it.Next(); {
		name, severity := it.Element()
		if severity.IsNull() {
			continue
		}
		at := a.expr.Range()
		if written, ok := items[name.AsString()]; ok {
			at = written.expr.Range()
		}
		setting := RuleSetting{Rule: Rule(name.AsString()), Severity: Severity(severity.AsString()), Range: at}
		if err := setting.check(); err != nil {
			r.report(configError("Invalid rule setting", sentence(err), at))
			continue
		}
		settings = append(settings, setting)
	}
	return settings
}

// NewRuleSetting checks a rule's name and severity as a user wrote them. The error is a sentence without its full stop.
func NewRuleSetting(rule, severity string) (RuleSetting, error) {
	setting := RuleSetting{Rule: Rule(rule), Severity: Severity(severity)}
	return setting, setting.check()
}

func (s RuleSetting) check() error {
	if err := checkSettable(s.Rule); err != nil {
		return err
	}
	switch s.Severity {
	case Off, Warning, Error:
		return nil
	}
	return fmt.Errorf("the rule %q cannot be set to %q: write \"off\", \"warning\" or \"error\"", s.Rule, s.Severity)
}

// checkSettable says why a rule cannot be set.
func checkSettable(rule Rule) error {
	if rule.Settable() {
		return nil
	}
	for _, known := range Rules() {
		if known == string(rule) {
			return fmt.Errorf("the rule %q cannot be set: it is a verdict, or an error that nothing can make right", rule)
		}
	}
	return fmt.Errorf("there is no rule %q.%s The rules that can be set are %s",
		rule, suggest.DidYouMean(string(rule), SettableRules()), suggest.OneOf(SettableRules()))
}

package config

import (
	"maps"
	"slices"
)

// A Rule names one kind of problem. Users write it in `rules`, in --rule and in `# zsv:ignore`; reports carry it.
type Rule string

// The rules. Each has a section in docs/rules.md.
const (
	RuleSyntax          Rule = "syntax"
	RuleConfiguration   Rule = "configuration"
	RuleNoProvider      Rule = "no-provider"
	RuleUsage           Rule = "usage"
	RuleIO              Rule = "io"
	RuleMissingSecret   Rule = "missing-secret"
	RuleMissingKey      Rule = "missing-key"
	RuleUnverified      Rule = "unverified"
	RuleReferenceInName Rule = "reference-in-name"
	RuleUndeclaredKey   Rule = "undeclared-key"
	RuleAltered         Rule = "altered-reference"
	RuleMalformed       Rule = "malformed-reference"
	RuleEmbedded        Rule = "embedded-reference"
	RuleReferenceInKey  Rule = "reference-in-key"
	RuleDuplicateKey    Rule = "duplicate-key"
	RulePlaintextSecret Rule = "plaintext-secret"
	RuleUnusedComponent Rule = "unused-component"
	RuleUnusedSecret    Rule = "unused-secret"
	RuleLocalStore      Rule = "local-store-remote-orchestrator"
	RuleEnvCollision    Rule = "env-name-collision"
	RuleMissingStore    Rule = "missing-store"
	RulePlaintextStore  Rule = "plaintext-store"
	RuleAttributeTypo   Rule = "attribute-typo"
	RuleProviderTypo    Rule = "provider-typo"
	RuleUnsetVariable   Rule = "unset-variable"
	RulePassedOver      Rule = "passed-over"
)

// settable maps each rule whose severity users may choose to the severity it has by itself.
var settable = map[Rule]Severity{
	RuleReferenceInName: Error,
	RuleUndeclaredKey:   Error,
	RuleAltered:         Error,
	RuleMalformed:       Warning,
	RuleEmbedded:        Warning,
	RuleReferenceInKey:  Warning,
	RuleDuplicateKey:    Warning,
	RulePlaintextSecret: Warning,
	RuleUnusedComponent: Warning,
	RuleUnusedSecret:    Warning,
	RuleLocalStore:      Warning,
	RuleEnvCollision:    Warning,
	RuleMissingStore:    Warning,
	RulePlaintextStore:  Warning,
	RuleAttributeTypo:   Warning,
	RuleProviderTypo:    Warning,
	RuleUnsetVariable:   Warning,
	RulePassedOver:      Warning,
}

var fixed = []Rule{RuleSyntax, RuleConfiguration, RuleNoProvider, RuleUsage, RuleIO, RuleMissingSecret, RuleMissingKey,
	RuleUnverified}

// DefaultSeverity returns the severity that the rule has by itself. Rules that cannot be set are errors.
func (r Rule) DefaultSeverity() Severity {
	if severity, ok := settable[r]; ok {
		return severity
	}
	return Error
}

// Settable says whether users may choose the rule's severity.
func (r Rule) Settable() bool { _, ok := settable[r]; return ok }

// SettableRules returns the names of the rules whose severity users may choose, sorted.
func SettableRules() []string {
	names := make([]string, 0, len(settable))
	for rule := range maps.Keys(settable) {
		names = append(names, string(rule))
	}
	slices.Sort(names)
	return names
}

// Rules returns the names of all rules, sorted.
func Rules() []string {
	names := SettableRules()
	for _, rule := range fixed {
		names = append(names, string(rule))
	}
	slices.Sort(names)
	return names
}

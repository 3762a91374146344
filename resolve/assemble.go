package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// assemble makes the report of a plan; checked says that its verdicts belong in it.
func (p *Plan) assemble(checked bool) *Report {
	r := &Report{
		FormatVersion: FormatVersion, Version: p.options.Version,
		Level: p.level.Level, LevelSource: p.level.Source,
		Configurations: []string{p.cfg.Dir}, Stacks: p.extraction.Stacks,
		Checks: []Check{}, Loosened: []Loosened{}, Checked: checked,
	}
	r.Diagnostics = p.diagnostics()
	if checked {
		p.addChecks(r)
		p.addStores(r)
	}
	r.Loosened = append(r.Loosened, p.loosened()...)
	sortLoosened(r.Loosened)
	r.Summary = p.summary(r)
	return r
}

func (p *Plan) addChecks(r *Report) {
	for _, c := range p.checks {
		v := p.verdictOf(c)
		entry := Check{
			Directory: p.cfg.Dir, Stack: c.stack, Provider: c.address, Location: c.location,
			Secret: c.reference.Name, Key: c.reference.Key,
			Status: v.status, Reason: v.reason, Detail: WithAdvice(v.detail, v.advice), Suggestion: v.suggestion,
			Advice: v.advice, Uses: make([]CheckUse, len(c.uses)),
		}
		if v.status.Missing() {
			entry.Detail = joinSentences(v.detail, p.description(c.reference))
		}
		for i, use := range c.uses {
			entry.Uses[i] = checkUse(use)
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
	for _, key := range block.Keys {
		if key.Name == reference.Key && key.Description != "" {
			return key.Description
		}
	}
	return block.Description
}

func joinSentences(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return strings.TrimRight(a, ".") + ". " + b
}

// addRemedies puts the commands that register a secret's missing keys at the first of them. Stacks share locations, so
// a location gets its commands once. What is probably a slip of the pen gets none: the suggestion is its remedy.
func (p *Plan) addRemedies(r *Report) {
	first := map[*question]int{}
	keys := map[*question][]string{}
	for i, c := range p.checks {
		if !r.Checks[i].Status.Missing() || r.Checks[i].Suggestion != "" {
			continue
		}
		if _, ok := first[c.question]; !ok {
			first[c.question] = i
		}
		switch key := c.reference.Key; {
		case key == "":
			keys[c.question] = c.question.keys
		case !slices.Contains(keys[c.question], key):
			keys[c.question] = append(keys[c.question], key)
		}
	}
	for q, i := range first {
		exists := r.Checks[i].Status == StatusMissingKey
		r.Checks[i].Remedy = q.store.remedy(q.location, slices.Sorted(slices.Values(keys[q])), exists)
	}
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

func (p *Plan) diagnostics() []Diagnostic {
	kept := p.rules.Apply(p.diags)
	snippets := newSnippets(p.cfg.Source)
	found := make([]Diagnostic, len(kept))
	for i, d := range kept {
		found[i] = NewDiagnostic(d, p.cfg.Dir)
		if d.Range != nil {
			found[i].Snippet = snippets.at(*d.Range)
		}
	}
	return inOrder(found)
}

// NewDiagnostic brings a diagnostic into the report's form, without a snippet.
func NewDiagnostic(d config.Diagnostic, directory string) Diagnostic {
	converted := Diagnostic{Severity: d.Severity, Rule: string(d.Rule), Summary: d.Summary, Detail: d.Detail,
		Directory: directory, Address: d.Address}
	if d.Range != nil {
		converted.Range = &Range{Filename: d.Range.Filename, Start: Position(d.Range.Start), End: Position(d.Range.End)}
	}
	return converted
}

// problem is the reverse of NewDiagnostic.
func (d *Diagnostic) problem() config.Diagnostic {
	problem := config.Diagnostic{Severity: d.Severity, Rule: config.Rule(d.Rule), Summary: d.Summary, Detail: d.Detail,
		Address: d.Address}
	if r := d.Range; r != nil {
		problem.Range = &hcl.Range{Filename: r.Filename, Start: hcl.Pos(r.Start), End: hcl.Pos(r.End)}
	}
	return problem
}

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

func (p *Plan) summary(r *Report) Summary {
	s := Summary{References: p.extraction.References, Checks: len(r.Checks)}
	locations, missing := map[questionID]bool{}, map[questionID]bool{}
	for i, c := range p.checks {
		if !r.Checked {
			break
		}
		id := questionID{c.provider, c.location}
		locations[id] = true
		s.count(r.Checks[i].Status)
		if r.Checks[i].Status == StatusMissingSecret {
			missing[id] = true
		}
	}
	s.Secrets, s.MissingSecrets = len(locations), len(missing)
	for _, q := range p.questions {
		s.ValuesRead += q.answer.ValuesRead
	}
	for _, store := range p.stores {
		s.Requests += store.requests()
	}
	return s
}

// count adds one check.
func (s *Summary) count(status Status) {
	switch status {
	case StatusPresent:
		s.Present++
	case StatusMissingSecret:
		s.Missing++
	case StatusMissingKey:
		s.Missing++
		s.MissingKeys++
	case StatusSkipped:
		s.Skipped++
	case StatusUnverified:
		s.Unverified++
	}
}

// Merge puts the reports of several configurations together. The level is the lowest of them, so that the whole claims
// no more than each part. Without any report it is an empty one.
func Merge(version string, reports ...*Report) *Report {
	merged := &Report{FormatVersion: FormatVersion, Version: version, Level: providers.SecretAndKeyExists,
		LevelSource: LevelFromDefault, Configurations: []string{}, Stacks: []string{}, Checks: []Check{},
		Loosened: []Loosened{}, Diagnostics: []Diagnostic{}}
	for i, r := range reports {
		merged.Configurations = append(merged.Configurations, r.Configurations...)
		merged.Stacks = append(merged.Stacks, r.Stacks...)
		merged.Checks = append(merged.Checks, r.Checks...)
		merged.Loosened = append(merged.Loosened, r.Loosened...)
		merged.Diagnostics = append(merged.Diagnostics, r.Diagnostics...)
		merged.Stores = append(merged.Stores, r.Stores...)
		merged.Summary.add(r.Summary)
		merged.Checked = merged.Checked || r.Checked
		if i == 0 || r.Level < merged.Level {
			merged.Level, merged.LevelSource = r.Level, r.LevelSource
		}
	}
	slices.Sort(merged.Configurations)
	slices.Sort(merged.Stacks)
	merged.Stacks = slices.Compact(merged.Stacks)
	slices.SortStableFunc(merged.Checks, func(a, b Check) int { return cmp.Compare(a.Directory, b.Directory) })
	sortLoosened(merged.Loosened)
	merged.Loosened = slices.Compact(merged.Loosened)
	merged.Diagnostics = inOrder(merged.Diagnostics)
	return merged
}

// inOrder puts problems in the order of their places. What is wrong with a file that several configurations share, such
// as the user's own, is said once.
func inOrder(all []Diagnostic) []Diagnostic {
	slices.SortStableFunc(all, func(a, b Diagnostic) int {
		return cmp.Or(a.problem().Compare(b.problem()), cmp.Compare(a.Directory, b.Directory))
	})
	return slices.CompactFunc(all, func(a, b Diagnostic) bool { return a.problem().Compare(b.problem()) == 0 })
}

// Failed is the report of a run that ended before there was anything to report on.
func Failed(version string, d Diagnostic) *Report {
	r := Merge(version)
	r.Diagnostics = append(r.Diagnostics, d)
	return r
}

func (s *Summary) add(other Summary) {
	s.References += other.References
	s.Checks += other.Checks
	s.Secrets += other.Secrets
	s.Present += other.Present
	s.Missing += other.Missing
	s.MissingSecrets += other.MissingSecrets
	s.MissingKeys += other.MissingKeys
	s.Unverified += other.Unverified
	s.Skipped += other.Skipped
	s.ValuesRead += other.ValuesRead
	s.Requests += other.Requests
}

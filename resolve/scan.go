package resolve

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// NewScan plans what was found in files that zsv did not define: their references become uses like those of a
// configuration, answered for by the only provider of cfg; with none, nobody is asked. cfg has the files' sources.
func NewScan(cfg *config.Config, scan *config.Scan, diags config.Diagnostics, options ScanPlanOptions) *Plan {
	p := &Plan{cfg: cfg, options: options.Options, rules: NewRules(cfg, options.Rules), secrets: secretBlocks(cfg),
		scan: &ScanSummary{Files: scan.Files, block: options.Block}}
	for _, secret := range scan.Config.Secrets {
		p.scan.created = append(p.scan.created, secret.Name)
	}
	e := &scanExtractor{finder: finder{cfg: cfg, rules: p.rules}, only: options.Only, places: map[place]bool{},
		patterns: addressPatterns(options.Only), matched: map[string]bool{}}
	if len(cfg.Providers) > 0 {
		e.provider = cfg.Providers[0].Addr
	}
	for i := range scan.Blocks {
		e.block(&scan.Blocks[i])
	}
	e.passed(scan)
	sortByStack(e.uses)
	p.scan.Unmatched = slices.DeleteFunc(slices.Clone(options.Only), func(pattern string) bool { return e.matched[pattern] })
	p.extraction = Extraction{Uses: e.uses, Stacks: []string{}, References: len(e.places)}
	p.diags = append(append(slices.Clone(diags), e.diags...), p.unmatched()...)
	p.openForScan()
	p.checkCollisions()
	p.static = len(p.diags)
	return p
}

// unmatched reports the patterns of --only that match nothing, where somebody would be asked: nothing would be checked, and all
// look well.
func (p *Plan) unmatched() config.Diagnostics {
	var diags config.Diagnostics
	for _, pattern := range p.scan.Unmatched {
		if len(p.cfg.Providers) > 0 {
			diags = append(diags, config.Diagnostic{Severity: config.Error, Rule: config.RuleUsage, Summary: "Nothing matches",
				Detail: fmt.Sprintf("--only %s matches no reference. The addresses are those that the scan shows without --provider.",
					shell.Quote(pattern))})
		}
	}
	return diags
}

// openForScan makes the provider. Without one the level is NONE, as nobody can be asked.
func (p *Plan) openForScan() {
	level, levelDiags := levelOf(p.cfg, p.options.Level)
	stores, storeDiags := openStores(p.cfg, p.options.Registry, p.options.Surroundings)
	p.scan.Asked = len(p.cfg.Providers) > 0
	if !p.scan.Asked {
		level = LevelChoice{Level: providers.None, Source: LevelFromDefault}
	}
	p.level, p.stores = level, stores
	p.diags = append(append(p.diags, levelDiags...), storeDiags...)
}

// ScanPlanOptions say how a scan is planned.
type ScanPlanOptions struct {
	Options
	// Only are patterns of addresses with their attributes, of which one must match; none: all do. A "*" stands for any
	// text. A pattern matches what it is the beginning of, step by step.
	Only []string
	// Block is the provider as a block of a configuration, where it comes from the command line, so that no other command of
	// zsv knows it; else "".
	Block string
}

// A ScanSummary says what a report on scanned files is about.
type ScanSummary struct {
	// Files counts the files looked at.
	Files int
	// Asked says that a provider was named that can be asked.
	Asked bool
	// Unmatched are the patterns that matched nothing, which may be misspelt.
	Unmatched []string

	block   string   // of the provider, where it is on the command line
	created []string // the secrets that the files themselves create
}

// Scanned says what a plan made by NewScan is about; nil of all others.
func (p *Plan) Scanned() *ScanSummary { return p.scan }

// A scanExtractor makes uses of what was scanned.
type scanExtractor struct {
	finder
	only     []string
	patterns []*regexp.Regexp // of only
	provider config.ProviderAddr
	uses     []Use
	places   map[place]bool
	matched  map[string]bool // the patterns of only that matched
}

func (e *scanExtractor) block(b *config.ScannedBlock) {
	h := holder{address: b.Address}
	for _, v := range b.Values {
		if !e.wanted(b.Address, v.Attribute) {
			continue
		}
		for _, m := range e.valueMentions(h, b, v) {
			if !e.places[m.place()] {
				e.places[m.place()] = true
				e.uses = append(e.uses, m.use("", e.provider))
			}
		}
	}
	if b.ZenML {
		e.keys(h, b.Keys)
	}
}

// valueMentions returns the references in one value: those that cannot be computed here too.
func (e *scanExtractor) valueMentions(h holder, b *config.ScannedBlock, v config.Value) []mention {
	computed := v.Computed()
	switch {
	case len(computed) > 0:
		return append(e.computedMentions(h, v, computed), e.besideComputed(h, b, v, computed)...)
	case v.Unquoted:
		e.unquoted(h, b, v)
		return nil
	case v.NamesComponent() && e.referenceInName(h, v):
		return nil
	}
	if b.Text {
		return e.textMentions(h, v)
	}
	if argument := scannedNameArgument(b, v); argument != "" {
		v.Depth = 0 // of the argument, wherever the component stands
		if shown, ok := v.Unfinished(); ok {
			return []mention{{address: h.address, attribute: v.Attribute, at: v.Range, computed: true,
				reference: Reference{Name: clipName(shown)}}}
		}
		if !strings.ContainsAny(v.Text, "{}") {
			return e.byName(h, argument, v, nil)
		}
	}
	if b.ZenML && !isInQuotes(v.Text) {
		return e.zenmlMentions(h, v)
	}
	return e.likelyMentions(h, v)
}

// textMentions returns the references in a text of no language that is known.
func (e *scanExtractor) textMentions(h holder, v config.Value) []mention {
	var found []mention
	for _, f := range FindReferences(v.Text) {
		found = append(found, e.mention(h, v, f.Reference, f.Start, f.End)...)
	}
	return found
}

// scannedNameArgument returns the argument of a stack component that holds the name of a secret, else "".
func scannedNameArgument(b *config.ScannedBlock, v config.Value) string {
	_, argument, ok := strings.Cut("."+b.Address+"."+v.Attribute, ".configuration.")
	if !ok || argument != v.Name {
		return ""
	}
	if secretByName(b.Type, b.Flavor, argument) || argument == "authentication_secret" && !slices.Contains(componentTypes, b.Type) {
		return argument // the latter is nothing else in any component, if its type is not known
	}
	return ""
}

// componentTypes are those of stack components: in YAML and JSON something else may stand where one is looked for.
var componentTypes = []string{"alerter", "annotator", "artifact_store", "container_registry", "data_validator", "deployer",
	"experiment_tracker", "feature_store", "image_builder", "log_store", "model_deployer", "model_registry", "orchestrator",
	"step_operator"}

// unquoted warns of a reference that YAML does not read as text. Elsewhere than with ZenML it is another tool's template.
func (e *scanExtractor) unquoted(h holder, b *config.ScannedBlock, v config.Value) {
	if _, ok := ParseReference(v.Text); ok && b.ZenML {
		e.report(config.RuleMalformed, h.address, "Malformed reference", "This reference has no quotes, so YAML reads it as a map "+
			"within a map, and it is not checked. Write \"{{NAME.KEY}}\".", v.Range)
	}
}

// wanted says whether an attribute is one that --only names.
func (e *scanExtractor) wanted(address, attribute string) bool {
	if len(e.only) == 0 {
		return true
	}
	full := address
	if attribute != "" {
		full += "." + attribute
	}
	found := false
	for i, pattern := range e.only {
		if e.patterns[i].MatchString(full) {
			e.matched[pattern], found = true, true
		}
	}
	return found
}

// addressPatterns returns what matches addresses with their attributes, or the beginnings of these up to a step.
func addressPatterns(patterns []string) []*regexp.Regexp {
	all := make([]*regexp.Regexp, len(patterns))
	for i, pattern := range patterns {
		parts := strings.Split(pattern, "*")
		for j := range parts {
			parts[j] = regexp.QuoteMeta(strings.ToValidUTF8(parts[j], "\uFFFD"))
		}
		all[i] = regexp.MustCompile(`(?s)^` + strings.Join(parts, ".*") + `(?:[.\[].*)?$`)
	}
	return all
}

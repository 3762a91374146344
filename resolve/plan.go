package resolve

import (
	"cmp"
	"log/slog"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// Options say how a configuration is planned. All of them come from the user.
type Options struct {
	// Level is the user's choice; nobody's choice leaves it to the configuration.
	Level LevelChoice
	// Rules are --rule, in order.
	Rules []config.RuleSetting
	// Stacks are the stacks to look at; none: all.
	Stacks []string
	// Registry has the providers' types.
	Registry providers.Registry
	// Surroundings are what the providers are given.
	Surroundings providers.Surroundings
	// Version is that of the running zsv.
	Version string
	// Registers says that the command which plans is one that registers what is missing.
	Registers bool
	// CommandLine is repeated by the commands that people are told to run.
	CommandLine CommandLine
}

// A Plan is what is to be asked for one configuration: each secret once, of the provider that answers for it.
type Plan struct {
	cfg        *config.Config
	options    Options
	level      LevelChoice
	rules      *Rules
	extraction Extraction
	stores     map[config.ProviderAddr]*store
	secrets    map[string]*config.Secret // the blocks
	checks     []*check
	questions  []*question
	recalled   recalled     // nil, except while a report is made from an earlier one
	scan       *ScanSummary // nil, except for files that zsv did not define
	findings
	// static is how many of the findings are of the configuration alone. Those that follow are of the last check.
	static int
}

// A check is one (stack, provider, location, secret, key) on its way to a verdict.
type check struct {
	checkID
	address  string // of the provider
	location string
	optional bool
	uses     []Use
	question *question // nil where nobody can be asked
	problem  string    // why not
}

type checkID struct {
	stack     string
	provider  config.ProviderAddr
	reference Reference
	computed  bool
}

// NewPlan plans a configuration whose loading gave diags. It asks nobody.
func NewPlan(cfg *config.Config, diags config.Diagnostics, options Options) *Plan {
	p := &Plan{cfg: cfg, options: options, rules: NewRules(cfg, options.Rules), secrets: secretBlocks(cfg)}
	p.extraction = Extract(cfg, p.rules, options.Stacks)
	p.diags = append(slices.Clone(diags), p.extraction.Diagnostics...)
	level, levelDiags := levelOf(cfg, options.Level)
	stores, storeDiags := openStores(cfg, options.Registry, options.Surroundings)
	p.level, p.stores = level, stores
	p.diags = append(append(p.diags, levelDiags...), storeDiags...)
	p.checkLocality()
	p.checkCollisions()
	p.checkProviderTypes()
	p.static = len(p.diags)
	return p
}

func (p *Plan) log() *slog.Logger { return p.options.Surroundings.Log }

// prepare makes the checks and the questions, which a mere validation does without, and forgets an earlier check.
func (p *Plan) prepare() {
	p.diags = p.diags[:p.static]
	p.checks = p.makeChecks(p.extraction.Uses, p.level.Level)
	p.questions = p.makeQuestions(p.checks)
	for _, c := range p.checks {
		if c.question != nil {
			c.question.want(p.declaredKeys(c.reference.Name)...)
		}
	}
}

// makeChecks merges the uses of one thing into one check. At SecretExists the keys do not matter. Without a provider a
// check has neither address nor location.
func (p *Plan) makeChecks(uses []Use, level providers.Level) []*check {
	var checks []*check
	byID := map[checkID]*check{}
	optional, addresses := p.optionalKeys(), addresses{}
	for _, use := range uses {
		reference := use.Reference
		if level == providers.SecretExists {
			reference.Key = ""
		}
		id := checkID{use.Stack, use.Provider, reference, use.Computed}
		c := byID[id]
		if c == nil {
			c = &check{checkID: id, optional: true}
			byID[id] = c
			checks = append(checks, c)
		}
		c.optional = c.optional && optional[use.Reference]
		c.uses = append(c.uses, use)
	}
	for _, c := range checks {
		if p.scan != nil {
			c.location = c.reference.Name
		}
		if c.provider != (config.ProviderAddr{}) {
			c.address = addresses.of(c.provider)
			if !c.computed {
				c.location = p.locate(c.provider, c.reference.Name)
			}
		}
		sortUses(c.uses)
	}
	slices.SortFunc(checks, func(a, b *check) int {
		return cmp.Or(cmp.Compare(a.stack, b.stack), cmp.Compare(a.address, b.address),
			cmp.Compare(a.reference.Name, b.reference.Name), cmp.Compare(a.reference.Key, b.reference.Key))
	})
	return checks
}

// addresses writes each provider's address once: there are many checks and few providers.
type addresses map[config.ProviderAddr]string

func (a addresses) of(provider config.ProviderAddr) string {
	if _, ok := a[provider]; !ok {
		a[provider] = provider.String()
	}
	return a[provider]
}

func sortUses(uses []Use) {
	slices.SortStableFunc(uses, func(a, b Use) int {
		return cmp.Or(compareRanges(a.Range, b.Range), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Attribute, b.Attribute))
	})
}

func (p *Plan) optionalKeys() map[Reference]bool {
	optional := map[Reference]bool{}
	for _, s := range p.cfg.Secrets {
		for _, key := range s.Keys {
			if key.Optional {
				optional[Reference{s.Name, key.Name}] = true
			}
		}
	}
	return optional
}

func (p *Plan) locate(provider config.ProviderAddr, name string) string {
	path := ""
	if block := p.secrets[name]; block != nil {
		path = block.Path
	}
	if store := p.stores[provider]; store.usable() {
		return store.locate(name, path)
	}
	return cmp.Or(path, name)
}

package resolve

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// A store is a configured provider, made from its block.
type store struct {
	addr    config.ProviderAddr
	address string            // addr as users write it
	at      hcl.Range         // of the block's header
	checker providers.Checker // nil where the block is wrong, which is reported
	// undecided says that the block depends on something without a value: the checker has judged the block, but stands
	// for another store than the one that is meant, so it is not asked.
	undecided bool
	// They remember what the store said is there beside what is missing.
	similarSecrets, similarKeys similarNames
}

// usable says whether the store can be asked.
func (s *store) usable() bool { return s != nil && s.checker != nil && !s.undecided }

// openStores makes all providers of a configuration. It sends nothing.
func openStores(cfg *config.Config, registry providers.Registry, surroundings providers.Surroundings) (
	map[config.ProviderAddr]*store, config.Diagnostics) {
	var diags config.Diagnostics
	stores := make(map[config.ProviderAddr]*store, len(cfg.Providers))
	for i := range cfg.Providers {
		block := &cfg.Providers[i]
		opened, problems := openStore(block, registry, surroundings)
		for j := range problems {
			problems[j].Address = block.Addr.String()
			if problems[j].Range == nil {
				problems[j].Range = &block.DeclRange
			}
		}
		stores[block.Addr], diags = opened, append(diags, problems...)
	}
	return stores, diags
}

func openStore(block *config.Provider, registry providers.Registry, surroundings providers.Surroundings) (*store,
	config.Diagnostics) {
	s := &store{addr: block.Addr, address: block.Addr.String(), at: block.DeclRange, undecided: block.Undecided}
	factory, ok := registry.Factory(block.Addr.Type)
	switch {
	case !ok:
		return s, config.Diagnostics{{Severity: config.Error, Rule: config.RuleConfiguration, Summary: "Unknown provider type",
			Detail: fmt.Sprintf("There is no provider of type %q.%s The types are %s.", block.Addr.Type,
				suggest.DidYouMean(block.Addr.Type, registry.Types()), suggest.OneOf(registry.Types())), Range: &block.DeclRange}}
	case block.Broken:
		return s, nil
	}
	surroundings.Name = block.Addr.Name
	checker, diags := factory(block.Body, block.Evaluation, surroundings)
	if !diags.HasErrors() {
		s.checker = checker
	}
	return s, config.FromHCL(diags)
}

// locate returns where the store keeps a secret.
func (s *store) locate(name, path string) string {
	if locator, ok := s.checker.(providers.Locator); ok {
		return locator.Locate(name, path)
	}
	if path != "" {
		return path
	}
	return name
}

func (s *store) local() bool {
	_, ok := s.checker.(providers.Local)
	return ok
}

func (s *store) describe() string {
	if describer, ok := s.checker.(providers.Describer); ok && s.usable() {
		return describer.Describe()
	}
	return ""
}

func (s *store) requests() int {
	if counter, ok := s.checker.(providers.Counter); ok {
		return counter.Requests()
	}
	return 0
}

func (s *store) warnings() []providers.Warning {
	if warner, ok := s.checker.(providers.Warner); ok {
		return warner.Warnings()
	}
	return nil
}

func (s *store) loosenings() []providers.Loosening {
	if loosener, ok := s.checker.(providers.Loosener); ok {
		return loosener.Loosenings()
	}
	return nil
}

func (s *store) remedy(location string, keys []string, exists bool) string {
	if remedier, ok := s.checker.(providers.Remedier); ok {
		return remedier.Remedy(location, keys, exists)
	}
	return ""
}

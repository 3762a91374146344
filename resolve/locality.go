package resolve

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/config"
)

// checkLocality warns about stacks whose steps run elsewhere than their secrets are.
func (p *Plan) checkLocality() {
	remote := map[config.ComponentAddr]string{}
	for i := range p.cfg.Components {
		if c := &p.cfg.Components[i]; c.Addr.Type == "orchestrator" && remoteOrchestrator(c.Flavor) {
			remote[c.Addr] = c.Flavor
		}
	}
	for i := range p.cfg.Stacks {
		s := &p.cfg.Stacks[i]
		store, at := p.storeOf(s)
		if store == nil || !store.local() || !slices.Contains(p.extraction.Stacks, s.Name) {
			continue
		}
		for _, use := range s.Components {
			if flavor, ok := remote[use.Addr]; ok {
				p.report(config.RuleLocalStore, s.Address(), "Local store, remote orchestrator", fmt.Sprintf("The steps of this "+
					"stack run on %s, but %s serves only the machine that zsv runs on: what is present here need not be there. "+
					"Use a store that both reach.", flavor, store.addr), at)
				break
			}
		}
	}
}

// storeOf returns the store that answers for a stack by default, and the place that says so.
func (p *Plan) storeOf(s *config.Stack) (*store, hcl.Range) {
	switch {
	case s.Secrets.State == config.Chosen:
		return p.stores[s.Secrets.Addr], s.Secrets.Range
	case s.Secrets.State == config.Unset && len(p.cfg.Providers) == 1:
		return p.stores[p.cfg.Providers[0].Addr], s.DeclRange
	default:
		return nil, hcl.Range{}
	}
}

// remoteOrchestrator says whether an orchestrator of this flavor runs steps on other machines. Airflow and those that
// zsv does not know may be local.
func remoteOrchestrator(flavor string) bool {
	return strings.HasPrefix(flavor, "vm_") || slices.Contains([]string{
		"azureml", "databricks", "hyperai", "kubeflow", "kubernetes", "lightning", "modal", "runai", "sagemaker", "skypilot",
		"ssh", "tekton", "vertex",
	}, flavor)
}

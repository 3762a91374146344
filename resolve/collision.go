package resolve

import (
	"fmt"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// checkCollisions warns about references that a provider keeps under one name: `{{a.b_c}}` and `{{a_b.c}}` are both the
// variable A_B_C.
func (p *Plan) checkCollisions() {
	type kept struct{ provider, name string } // of the provider the type: two of them have one environment
	first := map[kept]Reference{}
	for _, use := range p.extraction.Uses {
		store := p.stores[use.Provider]
		if store == nil || use.Reference.Key == "" {
			continue
		}
		mapper, ok := store.checker.(providers.Mapper)
		if !ok {
			continue
		}
		name := mapper.Map(p.locate(use.Provider, use.Reference.Name), use.Reference.Key)
		other, taken := first[kept{use.Provider.Type, name}]
		if !taken {
			first[kept{use.Provider.Type, name}] = use.Reference
		} else if other != use.Reference {
			p.report(config.RuleEnvCollision, use.Address, "Two references, one variable", fmt.Sprintf("%s and %s are both the "+
				"variable %s, so one value serves for both. Rename one of the secrets or keys.", other, use.Reference, name),
				use.Range)
		}
	}
}

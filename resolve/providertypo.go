package resolve

import (
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers"
)

// checkProviderTypes warns about types that nearly are ones of zsv's own, where no program of such a type is installed. Any
// type may be that of a program, so it is no error.
func (p *Plan) checkProviderTypes() {
	var warned []string
	for i := range p.cfg.Providers {
		addr := p.cfg.Providers[i].Addr
		store := p.stores[addr]
		if store == nil {
			continue
		}
		external, ok := store.checker.(providers.External)
		near := suggest.Closest(addr.Type, p.options.Registry.Types())
		if !ok || near == "" || slices.Contains(warned, addr.Type) || external.Installed() {
			continue
		}
		warned = append(warned, addr.Type)
		p.report(config.RuleProviderTypo, addr.String(), "Unknown provider type", fmt.Sprintf("zsv has no provider of type %q, and "+
			"no program zsv-provider-%s is installed. Did you mean %q?", addr.Type, addr.Type, near), store.at)
	}
}

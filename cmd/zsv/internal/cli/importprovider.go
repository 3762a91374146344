package cli

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/providers/builtin"
)

// zenmlProvider answers for the stack where nothing says who does.
var zenmlProvider = config.ProviderAddr{Type: "zenml", Name: "main"}

// chooseProvider decides on who answers for the stack's references: who the flag names, else the only provider, else the
// ZenML server.
func (i *importing) chooseProvider(cfg *config.Config) (w stackfile.Writing, err error) {
	var all []config.ProviderAddr
	for _, p := range cfg.Providers {
		all = append(all, p.Addr)
	}
	if i.flags.provider != "" {
		return i.namedProvider(all)
	}
	zenml := ofType(all, zenmlProvider.Type)
	switch {
	case len(all) == 0:
		w.Provider, w.NewProvider = zenmlProvider, true
	case len(all) == 1:
		w.Provider = all[0]
	case len(zenml) == 1:
		w.Provider = zenml[0]
	default:
		return w, usageError("the configuration has several providers: say who answers for the stack, --provider %s",
			suggest.OneOf(providerNames(all)))
	}
	return w, nil
}

func ofType(all []config.ProviderAddr, kind string) []config.ProviderAddr {
	return slices.DeleteFunc(slices.Clone(all), func(addr config.ProviderAddr) bool { return addr.Type != kind })
}

// providerNames returns providers as --provider takes them.
func providerNames(all []config.ProviderAddr) []string {
	names := make([]string, len(all))
	for n, addr := range all {
		names[n] = addr.Type + "." + addr.Name
	}
	return names
}

// namedProvider takes the provider of the flag: one that is there, or a new one. A type by itself means the only provider of
// that type.
func (i *importing) namedProvider(all []config.ProviderAddr) (w stackfile.Writing, err error) {
	kind, name, named := strings.Cut(strings.TrimPrefix(i.flags.provider, "provider."), ".")
	same := ofType(all, kind)
	switch {
	case named:
	case len(same) > 1:
		return w, usageError("the configuration has several providers of the type %q: write --provider %s", kind,
			suggest.OneOf(providerNames(same)))
	case len(same) == 1:
		name = same[0].Name
	default:
		name = zenmlProvider.Name
	}
	addr := config.ProviderAddr{Type: kind, Name: name}
	w.Provider, w.NewProvider = addr, !slices.Contains(all, addr)
	if w.NewProvider && (!hclsyntax.ValidIdentifier(kind) || !hclsyntax.ValidIdentifier(name)) {
		return w, usageError("--provider %s is no provider: write TYPE.NAME, such as --provider zenml.main", i.flags.provider)
	}
	if w.NewProvider {
		i.noteProviderType(kind)
	}
	return w, nil
}

// noteProviderType tells of a type that nearly is one of zsv's own. It may be that of an external provider all the same.
func (i *importing) noteProviderType(kind string) {
	types := append(builtin.Registry().Types(), zenmlProvider.Type)
	if meant := suggest.Closest(kind, types); meant != "" && !slices.Contains(types, kind) {
		i.tellLine("Note: zsv has no provider %q of its own. Did you mean %q?", kind, meant)
	}
}

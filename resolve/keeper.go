package resolve

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
)

// A Keeper is a provider whose secrets are in files of this machine, which nothing else may overwrite.
type Keeper struct {
	providers.Keeper
	// Block is the beginning of the provider's block, as users write it: provider "file" "local".
	Block string
}

// Keepers returns the configuration's providers that keep files, in its order. It opens nothing.
func (p *Plan) Keepers() []Keeper {
	var all []Keeper
	for i := range p.cfg.Providers {
		block := &p.cfg.Providers[i]
		if keeper := p.keeper(block); keeper != nil {
			all = append(all, Keeper{keeper, fmt.Sprintf("provider %q %q", block.Addr.Type, block.Addr.Name)})
		}
	}
	return all
}

// keeper returns what says which files a provider keeps; nil where it keeps none.
func (p *Plan) keeper(block *config.Provider) providers.Keeper {
	if store := p.stores[block.Addr]; !store.usable() {
		return p.mayKeep(block)
	} else if keeper, ok := store.checker.(providers.Keeper); ok {
		return keeper
	}
	return nil
}

// A suspicion are the absolute paths that a wrong or undecided block may mean: nobody says which of its arguments is one.
type suspicion []string

// mayKeep takes all texts among a block's arguments for paths.
func (p *Plan) mayKeep(block *config.Provider) suspicion {
	if block.Broken { // whose arguments are not evaluated
		return nil
	}
	var paths suspicion
	arguments, _ := block.Body.JustAttributes()
	for _, argument := range arguments {
		value, _ := argument.Expr.Value(block.Evaluation)
		if value, _ = value.Unmark(); value.Type() == cty.String && value.IsKnown() && !value.IsNull() && value.AsString() != "" {
			paths = append(paths, project.Absolute(p.options.Surroundings.Dir, value.AsString()))
		}
	}
	return paths
}

// Keeps compares paths as they are written.
func (s suspicion) Keeps(path string) bool {
	return slices.Contains(s, filepath.Clean(path)) || slices.Contains(s, project.WithoutLinks(path))
}

package storetest

import (
	"log/slog"
	"sync"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A Maker makes checkers for the suite of package providertest, and remembers of what it made each.
type Maker struct {
	Factory providers.Factory
	made    sync.Map
}

type opening struct {
	block  string
	around providers.Surroundings
}

// Make makes a checker of the inside of its block.
func (m *Maker) Make(t T, block string, around providers.Surroundings) providers.Checker {
	t.Helper()
	checker := New[providers.Checker](t, m.Factory, block, around)
	m.made.Store(checker, opening{block, around})
	return checker
}

// Reopen makes a checker for the same store as another one, with a log of its own. It is for providertest.Subject.
func (m *Maker) Reopen(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
	how, _ := m.made.Load(checker)
	again, _ := how.(opening)
	again.around.Log = log
	return m.Make(t, again.block, again.around)
}

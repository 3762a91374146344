package file

import (
	"time"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
)

// sopsTimeout is how long sops may take for one file where the block says nothing: it may ask a key server, or the user for
// the PIN of a key.
const sopsTimeout = 60 * time.Second

func newSOPS(block *providers.Block, surroundings providers.Surroundings) *sops.Program {
	limit, _ := block.Timeout(sopsTimeout) // DecodeProvider has judged it
	return sops.New(surroundings, limit, maxSize)
}

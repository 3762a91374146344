package vault

import (
	"fmt"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// unsafe warns of writing KV v1, which can only replace a secret with all its keys, and knows no versions to check.
func (e *edit) unsafe() string {
	return fmt.Sprintf("The mount %q is KV version 1, which has no check-and-set: if someone else writes %s at the same moment, "+
		"the keys of one of you are lost. KV version 2 makes it safe: %s", e.provider.mount,
		joinPath(e.provider.mount, e.place), e.provider.upgradeCommand())
}

// upgradeCommand is the command that gives the mount version 2.
func (p *Provider) upgradeCommand() string {
	target, _ := p.target() // it was contacted
	program, flags := p.tool(target)
	return program + " kv enable-versioning " + flags + shell.Quote(p.mount)
}

// wantKeys refuses to leave a secret without keys: KV v1 can hold none.
func (e *edit) wantKeys(before sight, d draft) error {
	if d.isEmpty() || len(d.over(before.values)) > 0 {
		return nil
	}
	return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf(
		"KV version 1 holds no secret without keys, and %s would have none; give it a key, or delete it",
		joinPath(e.provider.mount, e.place))}
}

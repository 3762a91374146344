package vault

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// An engine is what is mounted where the provider looks.
type engine struct {
	version int // 1 or 2
	// known says that the version was found out or stated, so that a bare 404 means a missing secret. An engine that is
	// not known is taken for version 2, whose questions are harmless to any engine.
	known bool
	// seen says that the store itself told of the mount, which it does only if the token may do something below it.
	seen bool
}

// engineVersions maps what a mount's options say of its version; those of the oldest mounts say nothing.
var engineVersions = map[string]int{"": 1, "1": 1, "2": 2}

// lookUp finds out the type and version of the mount. The store refuses to tell of a mount below which the token may do
// nothing, in the same words as of one that does not exist.
func (c *client) lookUp(ctx context.Context, a arguments) (engine, reply, error) {
	var answer struct {
		Data once[struct {
			Type    string                  `json:"type"`
			Path    string                  `json:"path"`
			Options once[map[string]string] `json:"options"`
		}] `json:"data"`
	}
	reply, err := c.ask(ctx, request{method: http.MethodGet, path: "sys/internal/ui/mounts/" + a.mount}, &answer)
	switch {
	case err != nil:
		return engine{}, reply, err
	case !reply.ok() && a.version == 1:
		return engine{}, reply, c.unseenVersion1(ctx, a.mount)
	case !reply.ok():
		return engine{version: 2, known: a.version == 2}, reply, nil
	}
	mount := answer.Data.value
	if mount.Type == "" || mount.Path == "" {
		return engine{}, reply, c.notVault(reply.status).Problem
	}
	if problem := wrongMount(a.mount, mount.Type, mount.Path); problem != "" {
		return engine{}, reply, &providers.Error{Reason: providers.NoMount, Detail: problem}
	}
	version, known := engineVersions[mount.Options.value["version"]]
	if !known {
		return engine{}, reply, &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("the mount %q is a "+
			"key-value engine of a version that zsv does not know, so it was not asked; zsv knows 1 and 2: use a newer zsv, "+
			"or another mount", a.mount)}
	}
	found := engine{version: version, known: true, seen: true}
	if a.version != 0 && a.version != found.version {
		c.log.Warn("vault: the mount has another version than kv_version says; the mount's counts",
			"mount", a.mount, "version", found.version, "kv_version", a.version)
	}
	return found, reply, nil
}

// wrongMount says why no secret may be asked for on a mount; "" where it is a key-value engine.
func wrongMount(wanted, kind, path string) string {
	actual := strings.TrimSuffix(path, "/")
	switch {
	case kind != "kv" && kind != "generic":
		return fmt.Sprintf("the mount %q is no key-value engine; check the argument mount of the provider", wanted)
	case actual != wanted && strings.HasPrefix(wanted, actual+"/"):
		return fmt.Sprintf("the mount is %q, and %q is a path on it: write mount = %q and prefix = %q",
			actual, wanted, actual, wanted[len(actual)+1:])
	case actual != wanted:
		return noMountDetail(wanted)
	}
	return ""
}

// unseenVersion1 explains why a mount that is stated to be KV v1 is not asked: a read there is a read of whatever engine
// it really is. A listing is harmless, and tells a missing mount from one that is forbidden.
func (c *client) unseenVersion1(ctx context.Context, mount string) error {
	reply, err := c.ask(ctx, request{method: http.MethodGet, path: mount, query: url.Values{"list": {"true"}}}, nil)
	switch {
	case err != nil:
		return err
	case reply.noRoute():
		return &providers.Error{Reason: providers.NoMount, Detail: noMountDetail(mount)}
	}
	return &providers.Error{Reason: providers.Denied, Detail: fmt.Sprintf(
		"permission denied on sys/internal/ui/mounts/%s: the token may do nothing on the mount, or there is none; KV v1 is "+
			"read only where the mount is known to be a key-value engine", mount)}
}

func noMountDetail(mount string) string {
	return fmt.Sprintf("there is no mount %q; check the arguments mount and namespace of the provider, and "+
		"VAULT_NAMESPACE (vault secrets list)", mount)
}

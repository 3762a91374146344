package vault

import "strings"

// Locate returns MOUNT/PREFIX/NAME, or MOUNT/PATH where the secret's block gives a path.
func (p *Provider) Locate(name, path string) string {
	if path != "" {
		return joinPath(p.mount, path)
	}
	return joinPath(p.mount, p.prefix, name)
}

// trimSlashes takes off one slash at either end, as Vault's own tools write namespaces and login mounts. What is wrong with
// the rest stays wrong.
func trimSlashes(path string) string { return strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/") }

// joinPath joins what is not empty, and cleans nothing.
func joinPath(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "/")
}

// directoryOf returns the directory of a place below the mount, "" for the mount itself.
func directoryOf(place string) string { return place[:max(strings.LastIndexByte(place, '/'), 0)] }

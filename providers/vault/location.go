package vault

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// Locate returns MOUNT/PREFIX/NAME, or MOUNT/PATH where the secret's block gives a path.
func (p *Provider) Locate(name, path string) string {
	if path != "" {
		return joinPath(p.mount, p.layout.locate(path))
	}
	return joinPath(p.mount, p.prefix, name)
}

// placeOf returns where a secret is below the mount. Of a location that must not be asked for, the error is an *Error.
func (p *Provider) placeOf(location string) (string, error) {
	place, below := strings.CutPrefix(location, p.mount+"/")
	err := providers.CheckPath(location)
	switch {
	case err != nil:
	case !below:
		err = fmt.Errorf("%q is not on the mount %q", location, p.mount)
	case strings.Contains(place, ".."): // which Vault refuses to write
		err = fmt.Errorf("%q has two dots in a row, which no path in Vault has", location)
	case !utf8.ValidString(place):
		err = fmt.Errorf("%q is not UTF-8 text, which every path in Vault is", location)
	case strings.ContainsFunc(place, func(r rune) bool { return !unicode.IsPrint(r) }):
		err = fmt.Errorf("%q has a character that cannot be printed, which no path in Vault has", location)
	}
	if err != nil {
		return "", &providers.Error{Reason: providers.Invalid,
			Detail: "not asked for: " + err.Error() + "; correct the secret's name or path"}
	}
	return place, p.layout.check(place, p.nameOf(place))
}

// nameOf returns the name of a secret at a place below the mount: what stands below the prefix. Of a path that leads
// elsewhere it is the last part.
func (p *Provider) nameOf(place string) string {
	if p.prefix == "" {
		return place
	}
	if name, below := strings.CutPrefix(place, p.prefix+"/"); below {
		return name
	}
	return place[strings.LastIndexByte(place, '/')+1:]
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

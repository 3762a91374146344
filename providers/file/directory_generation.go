package file

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// dataLink is where Kubernetes keeps a mount: a link to a directory with all keys, which gives way to another one in one step
// when the Secret changes. The keys are links through it. The old directory is removed soon after, so that a key in it looks
// as if it were gone.
const dataLink = "..data"

// A generation is a state of a secret's directory. Two that are equal are one, and nothing was replaced in between.
type generation struct {
	links   string // what the links of mounts lead to, on the way to the secret and in it
	info    fs.FileInfo
	changed time.Time
}

// generation returns the present one.
func (d directory) generation(location string) generation {
	var g generation
	at := place{path: d.path, root: d.path}
	segments := strings.Split(location, "/")
	for i := 0; ; i++ {
		g.links += d.linkIn(at) + "\n"
		if i == len(segments) {
			break
		}
		var err error
		if at, g.info, err = d.find(strings.Join(segments[:i+1], "/")); err != nil {
			return generation{links: g.links}
		}
	}
	g.changed = g.info.ModTime()
	return g
}

// linkIn returns what the link of a mount leads to; "" where there is none.
func (d directory) linkIn(at place) string {
	link := place{path: filepath.Join(at.path, dataLink), root: d.path}
	target, err := inRoot(link, func(root *os.Root, name string) (string, error) { return root.Readlink(name) })
	if err != nil {
		return ""
	}
	return target
}

func (g generation) is(other generation) bool {
	isSame := g.info == nil && other.info == nil || g.info != nil && other.info != nil && os.SameFile(g.info, other.info)
	return isSame && g.links == other.links && g.changed.Equal(other.changed)
}

// maxLooks is how often a secret is looked at that was replaced meanwhile.
const maxLooks = 20

// steadily looks at a secret until nothing of it was replaced meanwhile, so that what it returns was true at one moment. It
// gives up on one that is replaced again and again.
func steadily[A any](d directory, location string, look func() A) (found A, ok bool) {
	for range maxLooks {
		before := d.generation(location)
		found = look()
		if before.is(d.generation(location)) {
			return found, true
		}
	}
	return found, false
}

// restless is why there is no answer about a secret that never held still.
const (
	restlessReason = providers.ServerError
	restless       = "it was replaced each time while it was read; try again"
)

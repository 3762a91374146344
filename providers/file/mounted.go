package file

import (
	"path/filepath"
	"slices"
	"strconv"

	"github.com/zsv-dev/zsv/providers"
)

// vetMount refuses a path that, as written, leads to where orchestrators mount secrets. It opens nothing.
func (c *checker) vetMount() error {
	path := c.path
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.trust.dir, path)
	}
	return c.refuseBelow(filepath.Clean(path), c.trust.mounts)
}

// refuseMounted refuses a place that is where orchestrators mount secrets, whatever links led there.
func (c *checker) refuseMounted(at place) error {
	real := make([]string, len(c.trust.mounts))
	for i, mount := range c.trust.mounts {
		real[i] = canonical(mount)
	}
	return c.refuseBelow(at.path, real)
}

func (c *checker) refuseBelow(path string, mounts []string) error {
	if !slices.ContainsFunc(mounts, func(mount string) bool { return isBelow(path, mount) }) {
		return nil
	}
	return &providers.Error{Reason: providers.Unsupported,
		Detail: strconv.Quote(c.path) + " is mounted by what started this process; change the secret there"}
}

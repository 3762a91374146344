package file

import (
	"context"
	"path/filepath"
	"strconv"
)

// exposure says, once, of a store in clear text that was written that git has it, or may have it with the next commit.
func (c *checker) exposure(ctx context.Context, location string) []string {
	var warnings []string
	c.exposed.Do(func() {
		if warning := c.exposedTo(ctx, location); warning != "" {
			warnings = []string{warning}
		}
	})
	return warnings
}

// exposedTo returns the warning; "" where git does not see the store, or a check has warned of it already.
func (c *checker) exposedTo(ctx context.Context, location string) string {
	at, err := c.trust.reach(c.path)
	if err != nil || !at.inProject {
		return ""
	}
	directory, name := filepath.Split(at.path)
	if c.file == nil {
		directory, name = at.path, location
	}
	ignored, known := c.git.ignores(ctx, directory, name)
	switch {
	case ignored || !known:
		return ""
	case !c.git.tracks(ctx, at.path):
		return strconv.Quote(c.shown) + " holds secrets in clear text and is not ignored by git: add it to .gitignore before " +
			"you commit."
	case c.hasWarned("plaintext-store"):
		return ""
	}
	return plaintextStore(c.shown).Detail
}

// hasWarned says whether the last check brought up a warning.
func (c *checker) hasWarned(rule string) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	_, ok := c.warnings[rule]
	return ok
}

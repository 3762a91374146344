package file

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// shownFrom returns a path of the configuration as it is written in the directory that zsv was started in: one below, with
// --recursive.
func shownFrom(surroundings providers.Surroundings, path string) string {
	if filepath.IsAbs(path) || surroundings.WorkingDir == "" {
		return path
	}
	shown, err := filepath.Rel(surroundings.WorkingDir, filepath.Join(surroundings.Dir, path))
	if err != nil {
		return path
	}
	return filepath.ToSlash(shown)
}

// Remedy returns the commands that make the files of a directory. For a file there is no command that edits it safely,
// so a comment says what to add.
func (c *checker) Remedy(location string, keys []string, exists bool) string {
	add := "# in " + strconv.Quote(c.shown) + ", add "
	switch {
	case c.format == "" || c.format == formatDirectory:
		return c.fileCommands(location, keys)
	case exists && len(keys) == 0:
		return ""
	case exists:
		return add + "to " + strconv.Quote(location) + ": " + quoted(keys)
	case len(keys) == 0:
		return add + strconv.Quote(location)
	default:
		return add + strconv.Quote(location) + " with: " + quoted(keys)
	}
}

// Remedy names the variables to add.
func (d dotenv) Remedy(location string, keys []string, _ bool) string {
	if len(keys) == 0 {
		return ""
	}
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = d.Map(location, key)
	}
	return "# in " + strconv.Quote(d.shown) + ", set " + strings.Join(names, ", ")
}

func quoted(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = strconv.Quote(name)
	}
	return strings.Join(all, ", ")
}

// fileCommands reads each value from the terminal into a variable of a shell of its own, so that it stands neither in the
// history nor in a list of processes. What is mounted is not made by hand.
func (c *checker) fileCommands(location string, keys []string) string {
	path := c.path
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.trust.dir, path)
	}
	isMounted := slices.ContainsFunc(mounts, func(mount string) bool { return isBelow(path, mount) })
	if isMounted || providers.CheckPath(location) != nil {
		return ""
	}
	var commands []string
	for _, key := range keys {
		if providers.CheckPath(key) == nil && !strings.Contains(key, "/") {
			commands = append(commands, fileCommand(filepath.Join(path, filepath.FromSlash(location)), key))
		}
	}
	return strings.Join(commands, "\n")
}

func fileCommand(directory, key string) string {
	return "(umask 077; mkdir -p " + shellQuote(directory) + " && read -rs value && printf %s \"$value\" > " +
		shellQuote(filepath.Join(directory, key)) + ")"
}

// shellQuote returns text as one word of a shell.
func shellQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

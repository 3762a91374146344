package commandline

import (
	"maps"
	"slices"
)

// Commands are the definitions of a user. The zero value has none.
type Commands struct {
	// Unread says that the file that would have definitions could not be read, so that nobody knows which there are.
	Unread bool
	byName map[string]*Command
}

// Add adds a command, unless there is one of its name.
func (c *Commands) Add(command *Command) (added bool) {
	if c.Named(command.Name) != nil {
		return false
	}
	if c.byName == nil {
		c.byName = map[string]*Command{}
	}
	c.byName[command.Name] = command
	return true
}

// Named returns a command; nil where there is none of this name.
func (c Commands) Named(name string) *Command { return c.byName[name] }

// Names are the names of all, sorted.
func (c Commands) Names() []string { return slices.Sorted(maps.Keys(c.byName)) }

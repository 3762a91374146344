package pluginwire

import (
	"cmp"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/providers"
)

// Environ returns the environment that the program of a provider of this type is given: what all programs get, what is named for
// its type, and what the user's own configuration gives it.
func Environ(kind string, around providers.Surroundings) []string {
	names := append([]string{variablePrefix(kind) + "*"}, around.PluginEnvironment[kind]...)
	return program.SearchOf(around.Environ, root(around)).Environment(around.Environ, names)
}

// variablePrefix is what the names of the variables for providers of a type begin with.
func variablePrefix(kind string) string { return providers.VariableName(kind) + "_" }

// isOf says whether a variable is one for providers of a type.
func isOf(kind, name string) bool {
	start := variablePrefix(kind)
	return len(name) >= len(start) && program.SameName(name[:len(start)], start)
}

// root returns the absolute directory of the project.
func root(around providers.Surroundings) string { return cmp.Or(around.ProjectDir, around.Dir) }

// Package builtin is the one list of the providers that are part of zsv.
package builtin

import (
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/command"
	"github.com/zsv-dev/zsv/providers/env"
	"github.com/zsv-dev/zsv/providers/file"
	"github.com/zsv-dev/zsv/providers/plugin"
	"github.com/zsv-dev/zsv/providers/vault"
	"github.com/zsv-dev/zsv/providers/zenml"
)

// Registry returns the built-in providers by type; any other type is a program of the user's. The caller may add others.
func Registry() providers.Registry {
	registry := providers.Registry{Factories: map[string]providers.Factory{
		"command": command.New, "env": env.New, "file": file.New, "vault": vault.New,
		"zenml": zenml.New,
	}}
	registry.External, registry.Installed = plugin.External(registry.Types()...), plugin.Installed
	return registry
}

// Package builtin is the one list of the providers that are part of zsv.
package builtin

import (
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/env"
	"github.com/zsv-dev/zsv/providers/file"
	"github.com/zsv-dev/zsv/providers/vault"
)

// Registry returns the built-in providers by type. The caller may add others.
func Registry() providers.Registry {
	return providers.Registry{Factories: map[string]providers.Factory{
		"env": env.New, "file": file.New, "vault": vault.New,
	}}
}

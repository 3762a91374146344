package cli

import (
	_ "example.com/house/cmd/zsv/internal/view"
	_ "example.com/house/config"
	_ "example.com/house/internal/leaf"
	_ "example.com/house/providers"
	_ "example.com/house/providers/builtin"
	_ "example.com/house/providers/vault" // want: cmd/zsv/internal/cli must not import providers/vault
	_ "example.com/house/resolve"
)

func Run() int { return 0 }

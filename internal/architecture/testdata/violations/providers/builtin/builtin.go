package builtin

import (
	_ "example.com/house/config" // want: providers/builtin must not import config
	_ "example.com/house/providers"
	_ "example.com/house/providers/env"
	_ "example.com/house/providers/vault"
)

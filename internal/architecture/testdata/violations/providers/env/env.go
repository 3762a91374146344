package env

import (
	_ "example.com/house/providers"
	_ "example.com/house/providers/file"         // want: providers/env must not import providers/file
	_ "example.com/house/providers/providertest" // want: providers/providertest is for tests only
	_ "example.com/house/resolve"                // want: providers/env must not import resolve
)

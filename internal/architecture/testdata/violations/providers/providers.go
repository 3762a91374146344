package providers

import (
	_ "example.com/house/config"          // want: providers must not import config
	_ "example.com/house/providers/vault" // want: providers must not import providers/vault
)

package config

import (
	_ "example.com/house/config/internal/functions"
	_ "example.com/house/internal/leaf"
	_ "example.com/house/providers" // want: config must not import providers
)

package vaulttest

import (
	"os"

	_ "example.com/house/providers/vault"
	_ "github.com/hashicorp/vault/api"
)

var binary = os.Getenv("PATH")

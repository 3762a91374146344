package cli

import (
	"embed"
	"strings"
)

// starters holds what zsv init writes: main.hcl, and for each type of provider the block that stands in it.
//
//go:embed starter
var starters embed.FS

// starterFile is the name of the file that zsv init writes.
const starterFile = "main.zsv.hcl"

// starterProviders are the types of providers that zsv init can begin with, and where their secrets are, in words.
var starterProviders = map[string]string{
	"env":   "the environment",
	"file":  "an encrypted file of the project",
	"vault": "Vault, at VAULT_ADDR",
}

// starter returns a configuration that plans at once.
func starter(provider string) []byte {
	return []byte(strings.Replace(embedded("main"), "# PROVIDER\n", embedded(provider), 1))
}

func embedded(name string) string {
	text, err := starters.ReadFile("starter/" + name + ".hcl")
	if err != nil {
		panic("no starter: " + err.Error())
	}
	return string(text)
}

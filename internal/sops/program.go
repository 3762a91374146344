package sops

import (
	"slices"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/providers"
)

// A Program is the user's own sops, with the user's own keys. What is encrypted is given to it on standard input or in a file of
// the user's alone, values come on its standard output, and what it says on its standard error goes nowhere: it quotes values.
type Program struct {
	// find returns the path of the program, and environ what it is started with. They are not asked before a value is: they
	// follow the links of all PATH.
	find    func() (path string, err error)
	environ func() []string
	limit   time.Duration
	maxSize int
	allowed []string // addresses to which the user's token for Vault may be sent
	config  string   // the user's configuration, for messages
}

// New returns the program of a user. limit is how long it may take for one file, maxSize how much it may print.
func New(surroundings providers.Surroundings, limit time.Duration, maxSize int) *Program {
	search := program.SearchOf(surroundings.Environ, surroundings.ProjectDir)
	s := &Program{limit: limit, maxSize: maxSize, config: surroundings.ConfigFile,
		allowed: slices.Clone(surroundings.TrustedAddresses),
		find:    sync.OnceValues(func() (string, error) { return search.Find("sops") }),
		environ: sync.OnceValue(func() []string { return search.Environment(surroundings.Environ, forSOPS) }),
	}
	for _, name := range []string{"VAULT_ADDR", "BAO_ADDR"} {
		if address := surroundings.Getenv(name); address != "" {
			s.allowed = append(s.allowed, address)
		}
	}
	return s
}

// forSOPS are the variables that sops, or a program that it runs for a key, needs beside those that all programs get: to find
// its keys, to ask the user for one, or to log in to the service that holds them.
var forSOPS = []string{"SOPS_*", "AWS_*", "GOOGLE_*", "CLOUDSDK_*", "GCLOUD_*", "AZURE_*", "ARM_*", "IDENTITY_*", "MSI_*",
	"VAULT_*", "HUAWEICLOUD_*", "GPG_*", "GNUPG*", "SSL_CERT_*", "TERM", "SSH_AUTH_SOCK"}

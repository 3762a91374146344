package zenml

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/providers"
)

// A Provider answers for the secrets of one ZenML server, hands them out and changes them. It is made by New and safe for
// concurrent use.
type Provider struct {
	arguments
	surroundings providers.Surroundings

	// opening is held while the client is made; a channel, so that waiting for it ends with the context.
	opening  chan struct{}
	client   atomic.Pointer[zenmlapi.Client]
	requests atomic.Int64
}

var (
	_ providers.Factory      = New
	_ providers.Checker      = (*Provider)(nil)
	_ providers.Locator      = (*Provider)(nil)
	_ providers.Describer    = (*Provider)(nil)
	_ providers.Counter      = (*Provider)(nil)
	_ providers.Loosener     = (*Provider)(nil)
	_ providers.Fetcher      = (*Provider)(nil)
	_ providers.Writer       = (*Provider)(nil)
	_ providers.Deleter      = (*Provider)(nil)
	_ providers.WholeRenamer = (*Provider)(nil)
	_ providers.Lister       = (*Provider)(nil)
	_ providers.KeyLister    = (*Provider)(nil)
)

// New makes a provider from its block. It is a providers.Factory: it sends nothing, and reads neither files nor the
// process's environment.
func New(body hcl.Body, evaluation *hcl.EvalContext, surroundings providers.Surroundings) (providers.Checker,
	hcl.Diagnostics) {
	arguments, diags := decodeArguments(body, evaluation, surroundings.ReadValues)
	if diags.HasErrors() {
		return nil, diags
	}
	return &Provider{arguments: arguments, surroundings: surroundings, opening: make(chan struct{}, 1)}, diags
}

// Loosenings returns read_values where the block allows in so many words that values are read, and the user has not said
// what is to be done.
func (p *Provider) Loosenings() []providers.Loosening { return p.loosenings }

// Describe returns the address, and the prefix where there is one.
func (p *Provider) Describe() string {
	description := zenmlapi.Describe(p.address, p.surroundings)
	if p.prefix != "" {
		description += fmt.Sprintf(", names that begin with %q", p.prefix)
	}
	return description
}

// Format writes what Describe returns for every verb, so that no log shows the environment that the provider was given.
func (p *Provider) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, p.Describe()) }

// Requests returns the number of requests sent so far, logins too, repetitions not.
func (p *Provider) Requests() int { return int(p.requests.Load()) }

// Locate returns the secret's name on the server: the path where there is one, else prefix and name.
func (p *Provider) Locate(name, path string) string {
	return providers.LocateByPrefix(p.prefix, name, path)
}

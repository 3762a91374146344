package pluginwire

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/zsv-dev/zsv/providers"
)

// A Provider answers by a program. It is made by Open, and safe for concurrent use.
type Provider struct {
	prefix     string
	loosenings []providers.Loosening
	source     Source
	session    *session
	// readOnly is the program, where it has said that it cannot write.
	readOnly atomic.Pointer[string]
}

var (
	_ providers.Checker   = (*Provider)(nil)
	_ providers.Locator   = (*Provider)(nil)
	_ providers.Describer = (*Provider)(nil)
	_ providers.Counter   = (*Provider)(nil)
	_ providers.Loosener  = (*Provider)(nil)
	_ providers.External  = (*Provider)(nil)
	_ providers.Fetcher   = (*Provider)(nil)
	_ providers.Writer    = (*Provider)(nil)
	_ providers.Consenter = (*Provider)(nil)
	_ providers.Lister    = (*Provider)(nil)
	_ providers.KeyLister = (*Provider)(nil)
	_ io.Closer           = (*Provider)(nil)
)

// Locate returns the path, else the prefix and the name as they are.
func (p *Provider) Locate(name, path string) string {
	return providers.LocateByPrefix(p.prefix, name, path)
}

// Describe says which program it is.
func (p *Provider) Describe() string {
	program, err := p.source.Find()
	if nothing := (*NotFound)(nil); errors.As(err, &nothing) {
		return "external, " + nothing.Headline
	}
	return "external, " + program.String()
}

// Format writes the same for every verb: the provider holds an environment.
func (p *Provider) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, p.Describe()) }

// Requests returns how many requests the program says that it has sent to its store.
func (p *Provider) Requests() int { return int(p.session.requests.Load()) }

// Loosenings returns read_values where the block allows in so many words that values are read, and the user has not said
// what is to be done.
func (p *Provider) Loosenings() []providers.Loosening { return p.loosenings }

// Installed says whether the program is there.
func (p *Provider) Installed() bool {
	_, err := p.source.Find()
	return err == nil
}

// Close ends the program's process.
func (p *Provider) Close() error {
	p.session.close()
	return nil
}

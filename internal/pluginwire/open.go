package pluginwire

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// A Source says which program a provider asks.
type Source interface {
	// Find returns the program. It is asked when the program is first needed, and must find the same each time. The error is a
	// *NotFound.
	Find() (Program, error)
}

// Options say how a provider is made of a program.
type Options struct {
	// Type and Name are the labels of the block that the program is told of.
	Type, Name string
	// Arguments are those of the block, as encoding/json takes them; without those that zsv heeds itself.
	Arguments map[string]any
	// Prefix, Concurrency and Timeout are what zsv heeds; 0 means that nobody said.
	Prefix      string
	Concurrency int
	Timeout     time.Duration
	// ReadValues is as the argument of that name; "" is providers.ReadFallback. Loosenings are what the block allows by it.
	ReadValues string
	Loosenings []providers.Loosening
	Trusted    Trusted
	// Directory is that of the configuration, absolute.
	Directory string
	Remedy    Remedy
	// Settle is how long it is looked, at the end of a conversation, for what was not asked for; 0: a moment.
	Settle time.Duration
}

const (
	// settle is how long it is looked for what a program was not asked for, at the end of a conversation.
	settle = 20 * time.Millisecond
	// DefaultTimeout is what a program has for an answer where nobody says otherwise.
	DefaultTimeout = 30 * time.Second
)

// Open makes a provider of a program. It starts nothing yet. Close ends what is started later.
func Open(source Source, options Options) *Provider {
	return &Provider{prefix: options.Prefix, loosenings: options.Loosenings, source: source, session: &session{
		source: source, envelope: options.envelope(), arguments: options.Arguments, remedy: options.Remedy,
		timeout: cmp.Or(options.Timeout, DefaultTimeout), settle: cmp.Or(options.Settle, settle), turn: make(chan struct{}, 1)}}
}

// envelope returns what all requests have in common.
func (o Options) envelope() request {
	t := Trusted{Addresses: append([]string{}, o.Trusted.Addresses...), Paths: append([]string{}, o.Trusted.Paths...)}
	arguments := json.RawMessage("{}")
	if o.Arguments != nil {
		arguments = encode(o.Arguments)
	}
	return request{Provider: blockWire{Type: o.Type, Name: o.Name, Arguments: arguments}, Trusted: t, Directory: o.Directory,
		Concurrency: o.Concurrency, ReadValues: cmp.Or(o.ReadValues, providers.ReadFallback)}
}

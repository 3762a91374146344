package plugin

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// Options say how a provider is made of a program that is given, in place of one that is looked for.
type Options struct {
	// Type and Name are the labels of the block that the program is told of.
	Type, Name string
	// Arguments are those of the block, as encoding/json takes them; without those that zsv heeds itself.
	Arguments map[string]any
	// Prefix, Concurrency and Timeout are what zsv heeds; 0 means that nobody said.
	Prefix      string
	Concurrency int
	Timeout     time.Duration
	// ReadValues is "fallback" or "never"; "" is "fallback".
	ReadValues string
	Trusted    Trusted
	// Directory is that of the configuration, absolute.
	Directory string
	// Settle is how long it is looked, at the end of a conversation, for what was not asked for; 0: a moment.
	Settle time.Duration
}

// Open makes a provider of a program. It starts nothing yet. Close ends what is started later.
func Open(program Program, options Options) *Provider {
	s := newSession(cmp.Or(options.Timeout, defaultTimeout), program.log(),
		func() (Program, error) { return program, nil }, options.envelope())
	s.settle = cmp.Or(options.Settle, settle)
	return &Provider{prefix: options.Prefix, session: s, describe: func() string { return "external, " + program.String() },
		installed: func() bool { return true }}
}

// envelope returns what all requests have in common.
func (o Options) envelope() request {
	t := Trusted{Addresses: append([]string{}, o.Trusted.Addresses...), Paths: append([]string{}, o.Trusted.Paths...)}
	arguments := json.RawMessage("{}")
	if o.Arguments != nil {
		arguments = encode(o.Arguments)
	}
	return request{Provider: blockWire{Type: o.Type, Name: o.Name, Arguments: arguments}, Trusted: t, Directory: o.Directory,
		Concurrency: o.Concurrency, ReadValues: cmp.Or(o.ReadValues, readFallback)}
}

// Environ returns the environment that the program of a provider of this type is given.
func Environ(kind string, around providers.Surroundings) []string { return environ(kind, around) }

// TrustedBy returns what a provider of this type is told that the user trusts.
func TrustedBy(kind string, around providers.Surroundings) Trusted { return trusted(kind, around) }

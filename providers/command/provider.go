package command

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/providers"
)

const (
	// defaultConcurrency is low: each is a process, and many of these programs lock files of their own.
	defaultConcurrency = 4
	// defaultTimeout is how long one run may take, where the definition does not say.
	defaultTimeout = 30 * time.Second
	// maxOutput is how much a program may print.
	maxOutput = 16 << 20
	// readNever is what --read-values says where no value may be read.
	readNever = "never"
)

// A Provider asks a store by command lines.
type Provider struct {
	arguments
	command *commandline.Command // nil: the user has not defined it
	around  providers.Surroundings
	search  program.Search
	// find returns the path of a program. Each is looked for once.
	find     func(name string) (string, error)
	requests atomic.Int64
}

var _ interface {
	providers.Checker
	providers.Fetcher
	providers.Lister
	providers.KeyLister
	providers.Locator
	providers.Describer
	providers.Counter
	fmt.Formatter
} = (*Provider)(nil)

// New makes the provider from its block. That the user has not defined the command is no error of the block: it is one
// somewhere else.
func New(body hcl.Body, evaluation *hcl.EvalContext, around providers.Surroundings) (providers.Checker, hcl.Diagnostics) {
	a, diags := decodeArguments(body, evaluation, around.Commands)
	if diags.HasErrors() {
		return nil, diags
	}
	if around.Log == nil {
		around.Log = slog.New(slog.DiscardHandler)
	}
	search := program.SearchOf(around.Environ, around.ProjectDir)
	return &Provider{arguments: a, command: around.Commands.Named(a.name), around: around, search: search,
		find: finder(search)}, diags
}

// finder returns a function that looks for each program once.
func finder(search program.Search) func(string) (string, error) {
	var lock sync.Mutex
	found := map[string]func() (string, error){}
	return func(name string) (string, error) {
		lock.Lock()
		if found[name] == nil {
			found[name] = sync.OnceValues(func() (string, error) { return search.Find(name) })
		}
		find := found[name]
		lock.Unlock()
		return find()
	}
}

// Locate returns the path of a secret, else the prefix and its name.
func (p *Provider) Locate(name, path string) string {
	if path != "" {
		return path
	}
	return p.prefix + name
}

// Describe names the command and what the block gives it.
func (p *Provider) Describe() string {
	parts := []string{p.name}
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if p.values[name] != "" {
			parts = append(parts, name+" "+p.values[name])
		}
	}
	if p.prefix != "" {
		parts = append(parts, "prefix "+p.prefix)
	}
	return strings.Join(parts, ", ")
}

// Requests returns how many programs were run.
func (p *Provider) Requests() int { return int(p.requests.Load()) }

// Format writes the description for every verb, so that no log shows the environment.
func (p *Provider) Format(s fmt.State, _ rune) { _, _ = fmt.Fprintf(s, "command %s", p.Describe()) }

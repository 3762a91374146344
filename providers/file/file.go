// Package file is the provider for secrets in a file or a directory of this machine: a store of zsv's own that is encrypted
// with age; YAML, JSON, dotenv; or one file a key as Kubernetes and Docker mount them. Between two calls it keeps nothing of
// what it read.
//
// A file's text is read in two steps: a syntax (YAML, JSON, dotenv), and what is in it. That is plain, a map of secrets to
// maps of keys or variables; encrypted by SOPS, with all names in clear, so that only values need the program sops; a manifest
// of Kubernetes; or both. See textFormat.
package file

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/providers"
)

var schema = providers.Schema{Attributes: map[string]cty.Type{
	"path":       cty.String,           // of the file or directory, relative to the configuration; defaultPath where it is not set
	"format":     cty.String,           // one of formats; by the extension and by what is in the file where it is not set
	"paths":      cty.List(cty.String), // of several dotenv files that are read as one, instead of path
	"namespace":  cty.String,           // of Kubernetes, where a manifest has secrets of one name in several
	"recipients": cty.List(cty.String), // who can read a store that is encrypted
}}

type checker struct {
	path   string // as written
	shown  string // from where zsv was started, for what people are told to do
	format string // "" where the path does not say
	stated bool   // the block says the format
	file   format // of a store that is one file; nil where it is none, or the path does not say
	// encrypted is file again, where that is encrypted; else nil.
	encrypted *ageFormat
	trust     trust
	git       git
	log       *slog.Logger

	tell         func(text string) // may be nil
	patience     time.Duration
	worthTelling time.Duration

	exposed    sync.Once   // that git sees the store was told
	isManifest atomic.Bool // what was read last is a manifest, which is not changed

	lock     sync.Mutex
	warnings map[string]providers.Warning // by rule
}

// A dotenvChecker keeps secrets under the names of variables.
type dotenvChecker struct {
	*checker
	variableNames
}

var _ interface {
	providers.Checker
	providers.Describer
	providers.Warner
	providers.Local
	providers.Fetcher
	providers.Writer
} = (*checker)(nil)

var _ interface {
	providers.Locator
	providers.Mapper
} = dotenvChecker{}

// New makes the provider from its block. Nothing is opened yet.
func New(body hcl.Body, evaluation *hcl.EvalContext, surroundings providers.Surroundings) (
	providers.Checker, hcl.Diagnostics,
) {
	block, diags := providers.DecodeProvider(body, evaluation, schema)
	diags = append(diags, checkArguments(block)...)
	readers, readerDiags := newReadership(block, surroundings)
	if diags = append(diags, readerDiags...); diags.HasErrors() {
		return nil, diags
	}
	if paths := block.Strings("paths"); len(paths) > 0 {
		all := &family{}
		for _, path := range paths {
			all.members = append(all.members, newStore(block, surroundings, path, formatDotenv))
		}
		return all, diags
	}
	path := pathOf(block)
	c := newStore(block, surroundings, path, formatOf(path))
	if c.format == formatAge {
		c.encrypted = &ageFormat{path: path, keys: newKeyring(surroundings), readers: readers,
			known: newMemory(surroundings)}
		c.file = c.encrypted
	}
	switch {
	case syntaxOf(c.format, path) == formatDotenv:
		return dotenvChecker{checker: c}, diags
	case c.encrypted != nil:
		return encryptedChecker{named{c}}, diags
	default:
		return named{c}, diags
	}
}

// newStore makes what reads and writes the store at a path, which is not encrypted with age.
func newStore(block *providers.Block, surroundings providers.Surroundings, path, byName string) *checker {
	c := &checker{
		path:         path,
		shown:        shownFrom(surroundings, path),
		format:       block.String("format", byName),
		stated:       block.Has("format"),
		trust:        newTrust(surroundings),
		git:          newGit(surroundings),
		log:          surroundings.Log,
		tell:         surroundings.Tell,
		patience:     patience,
		worthTelling: worthTelling,
		warnings:     map[string]providers.Warning{},
	}
	c.file = c.fileFormat(newSOPS(block, surroundings), block.String("namespace", ""))
	return c
}

// Check reads the store once and answers all queries from it. Meanwhile git says whether it tracks the store.
func (c *checker) Check(ctx context.Context, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) error {
	if len(queries) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	c.forgetWarnings()
	at, reachErr := c.trust.reach(c.path)
	var (
		err               error
		isClosed, tracked bool
	)
	parallel.Each(2, 2, func(i int) {
		switch {
		case i == 0:
			isClosed, err = c.check(ctx, at, reachErr, level, queries, answer)
		case at.inProject && reachErr == nil && c.encrypted == nil:
			tracked = c.git.tracks(ctx, at.path)
		}
	})
	if tracked && !isClosed {
		c.warn(plaintextStore(c.shown))
	}
	return err
}

// check answers from the store at a place, which reaching it failed with err or not. isClosed says that all that is secret in
// it is encrypted.
func (c *checker) check(ctx context.Context, at place, err error, level providers.Level, queries []providers.Query,
	answer func(int, providers.Answer),
) (isClosed bool, _ error) {
	var found store
	if err == nil {
		found, err = c.read(at)
	}
	if isMissing(err) {
		c.warn(c.missingStore())
	}
	if found, err = c.orNothing(found, err); err != nil {
		return false, c.explain(err)
	}
	c.log.Debug("read the secrets file", "path", c.path)
	c.isManifest.Store(isManifestStore(found))
	if sealed, ok := found.(*ageDocument); ok {
		c.tellDifference(sealed)
	}
	if isRefused(found) {
		c.say([]string{refusedBySOPS(c.shown)})
	}
	for i, query := range queries {
		if ctx.Err() != nil {
			return isSealed(found), ctx.Err()
		}
		answer(i, atLevel(level, found.Answer(query)))
	}
	return isSealed(found), nil
}

// atLevel leaves the keys out where only secrets are asked for.
func atLevel(level providers.Level, answer providers.Answer) providers.Answer {
	if level == providers.SecretExists {
		answer.Keys = nil
	}
	return answer
}

// variableNames is how secrets are called that are kept in variables.
type variableNames struct{}

// Locate returns the stem of a secret's variables.
func (variableNames) Locate(name, path string) string {
	if path != "" {
		name = path
	}
	return providers.VariableName(name)
}

// Map returns the name of the variable.
func (variableNames) Map(location, key string) string { return providers.VariableOf(location, key) }

// Describe returns the path as written, and the format where the path's name does not tell it, or tells too few people.
func (c *checker) Describe() string {
	switch {
	case c.format == "":
		return c.path + ", " + formatDirectory
	case c.format == formatOf(c.path) && c.encrypted == nil:
		return c.path
	default:
		return c.path + ", " + c.format
	}
}

// Local marks files as this machine's.
func (*checker) Local() {}

// Warnings returns what reading the store brought up.
func (c *checker) Warnings() []providers.Warning {
	c.lock.Lock()
	defer c.lock.Unlock()
	var all []providers.Warning
	for _, warning := range c.warnings {
		all = append(all, warning)
	}
	slices.SortFunc(all, func(a, b providers.Warning) int { return strings.Compare(a.Rule, b.Rule) })
	return all
}

// forgetWarnings begins anew: what an earlier check noticed may be mended.
func (c *checker) forgetWarnings() {
	c.lock.Lock()
	defer c.lock.Unlock()
	clear(c.warnings)
}

func (c *checker) warn(warning providers.Warning) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.warnings[warning.Rule] = warning
}

func (c *checker) missingStore() providers.Warning {
	detail := "There is no file or directory " + strconv.Quote(c.path) + ", so all of its secrets count as missing. Create it, " +
		`or correct the argument "path"; a relative path starts at the directory of the configuration.`
	if c.encrypted != nil {
		detail = "There is no encrypted store " + strconv.Quote(c.path) + " yet, so all of its secrets count as missing. The " +
			"first zsv apply makes it; one that others share with you is a file to get from them."
	}
	return providers.Warning{Rule: "missing-store", Summary: "Secrets file not found", Detail: detail}
}

func plaintextStore(path string) providers.Warning {
	return providers.Warning{
		Rule:    "plaintext-store",
		Summary: "Secrets file in git",
		Detail: "git tracks " + strconv.Quote(path) + ", so everyone who can read the repository can read its secrets. Take it " +
			"out with git rm --cached, add it to .gitignore, and replace the secrets, which stay in the history.",
	}
}

package resolve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// A Client fetches the secrets of one configuration, as a step of a pipeline does. It is safe for concurrent use.
type Client struct {
	plan  *Plan
	where Where
}

// OpenOptions say how a configuration is opened. The zero value has no environment, so that most stores find neither their
// address nor their credentials in it.
type OpenOptions struct {
	// Environ is the environment, as os.Environ returns it. Stores take their addresses and credentials from it.
	Environ []string
	// Stack and Provider say whose secrets are meant, where the configuration leaves that open; see Where.
	Stack, Provider string
	// Variables set variables of the configuration by name, as --var does.
	Variables map[string]string
	// Log takes what a user who looks for a problem wants to know; nil: nothing is logged. It is never given a value.
	Log *slog.Logger
}

// Open reads the configuration in dir and makes its providers. It asks no store. The registry is builtin.Registry(), or one
// of the caller's. The error lists the configuration's errors; what zsv validate warns about is none.
//
// The user's configuration and the environment are trusted as by the command; the configuration in dir is not. Its
// required_version is about the command and not judged here.
func Open(_ context.Context, dir string, registry providers.Registry, options OpenOptions) (*Client, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	log := options.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	user, userDiags := ReadUser(dir, options.Environ)
	surroundings := user.Surroundings(dir, ".", log)
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Environ: options.Environ,
		ProjectDir: surroundings.ProjectDir, TrustedPaths: surroundings.TrustedPaths, Variables: assignments(options.Variables)})
	diags = append(append(diags, userDiags...), user.Refused(dir, ".")...)
	plan := NewPlan(cfg, diags, Options{Registry: registry, Surroundings: surroundings})
	if err := plan.asError(); err != nil {
		return nil, err
	}
	return &Client{plan: plan, where: Where{Stack: options.Stack, Provider: options.Provider}}, nil
}

func assignments(variables map[string]string) []config.Assignment {
	var all []config.Assignment
	for name, value := range variables {
		all = append(all, config.Assignment{Name: name, Value: value})
	}
	slices.SortFunc(all, func(a, b config.Assignment) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Format writes the directory for every verb, so that no log shows the environment that the client was given.
func (c *Client) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "zsv client of %s", c.plan.options.Surroundings.Dir)
}

// asError joins the errors of the configuration, one a line; nil where there are none.
func (p *Plan) asError() error {
	var all []error
	for _, d := range p.Static().Diagnostics {
		if d.Severity != config.Error {
			continue
		}
		text := d.Summary + ": " + d.Detail
		if d.Range != nil {
			text = fmt.Sprintf("%s:%d:%d", d.Range.Filename, d.Range.Start.Line, d.Range.Start.Column) + ": " + text
		}
		all = append(all, errors.New(text))
	}
	return errors.Join(all...)
}

// A Secret is a secret with its values.
type Secret struct {
	Name string
	// Values has the value of each key. Values show themselves in no way but by Reveal.
	Values map[string]providers.Value
}

// Value returns the value of a key. The error is a *SecretError of the kind ErrNoKey.
func (s *Secret) Value(key string) (providers.Value, error) {
	if value, ok := s.Values[key]; ok {
		return value, nil
	}
	return providers.Value{}, &SecretError{Err: ErrNoKey, Secret: s.Name, Key: key}
}

// GetSecret fetches a secret with all its keys. The error is a *SecretError of the kind ErrNoStore, ErrNoSecret or
// ErrNotVerified.
func (c *Client) GetSecret(ctx context.Context, name string) (*Secret, error) {
	stored, err := c.plan.Stored(name, c.where)
	if err != nil {
		return nil, err
	}
	values, err := stored.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &Secret{Name: name, Values: values}, nil
}

// GetValue fetches the value of one key, and no other where the store allows that. The error is a *SecretError of any kind.
func (c *Client) GetValue(ctx context.Context, name, key string) (providers.Value, error) {
	stored, err := c.plan.Stored(name, c.where)
	if err != nil {
		return providers.Value{}, err
	}
	values, err := stored.Get(ctx, key)
	return values[key], err
}

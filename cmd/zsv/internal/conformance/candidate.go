package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/internal/argument"
	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

// A Command is a program with its arguments.
type Command struct {
	// Path is absolute.
	Path string
	Args []string
}

// patience is how long the program may take for an answer where nobody says otherwise.
const patience = 10 * time.Second

// NewCandidate returns a program that serves a type, with the environment that zsv would give it, and what the user trusts. Of
// the arguments zsv itself heeds "prefix", "concurrency" and "timeout", as in a block. The error is a clause about one of them.
func NewCandidate(program Command, kind string, arguments []argument.Argument, around providers.Surroundings) (Candidate, error) {
	options := pluginwire.Options{Type: kind, Name: "test", Arguments: map[string]any{}, Directory: around.Dir,
		Timeout: patience, Trusted: pluginwire.TrustedBy(kind, around), Settle: settled / 2}
	heeded := map[string]func(any) error{
		"prefix":      takeText(&options.Prefix),
		"concurrency": takeCount(&options.Concurrency),
		"timeout":     takeTime(&options.Timeout),
	}
	for _, given := range arguments {
		take, isHeeded := heeded[given.Name]
		if !isHeeded {
			options.Arguments[given.Name] = given.Value()
		} else if err := take(given.Value()); err != nil {
			return Candidate{}, fmt.Errorf("the argument %q takes %w", given.Name, err)
		}
	}
	return Candidate{
		Program: pluginwire.Program{Path: program.Path, Args: program.Args, Environ: pluginwire.Environ(kind, around), Log: around.Log},
		Options: options, CredentialPrefix: providers.VariableName(kind) + "_",
	}, nil
}

// FillBy has a program of the author's own fill stores, with all of the author's environment.
func (c *Candidate) FillBy(program Command, environ []string) {
	c.Fill = &pluginwire.Program{Path: program.Path, Args: program.Args, Environ: environ}
}

func takeText(to *string) func(any) error {
	return func(value any) error {
		text, ok := value.(string)
		if !ok {
			return errors.New("a string")
		}
		*to = text
		return nil
	}
}

func takeCount(to *int) func(any) error {
	return func(value any) error {
		number, _ := value.(json.Number)
		count, err := strconv.Atoi(string(number))
		if err != nil || count < 1 {
			return errors.New("a whole number greater than zero")
		}
		*to = count
		return nil
	}
}

func takeTime(to *time.Duration) func(any) error {
	return func(value any) error {
		text, _ := value.(string)
		given, err := time.ParseDuration(strings.TrimSpace(text))
		if err != nil || given <= 0 {
			return errors.New("a time greater than zero, such as 10s")
		}
		*to = given
		return nil
	}
}

package sops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// A Step is one call of sops: to set a value, which goes to its standard input, or to take away what is at a path.
type Step struct {
	Path  []string
	Value string // JSON; "" takes away
}

// arguments returns those of the call. No value is among them.
func (s Step) arguments(syntax, file string) []string {
	types := []string{"--input-type", syntax, "--output-type", syntax}
	index := ""
	for _, name := range s.Path {
		index += `["` + name + `"]`
	}
	if s.Value == "" {
		return slices.Concat([]string{"unset"}, types, []string{file, index})
	}
	return slices.Concat([]string{"set"}, types, []string{"--value-stdin", file, index})
}

// Edited returns the text after several steps, which are made in a copy.
func (t Text) Edited(ctx context.Context, steps []Step) (text []byte, err error) {
	err = inFile(t.Source, t.Syntax, func(path string) error {
		for _, step := range steps {
			if _, err := t.run(ctx, []byte(step.Value), step.arguments(t.Syntax, path)...); err != nil {
				return t.unchanged(err)
			}
		}
		text, err = t.readCopy(path)
		return err
	})
	return text, err
}

// unchanged says of what older programs do not know what to do instead.
func (t Text) unchanged(err error) error {
	var known *providers.Error
	if _, missing := t.Program.find(); missing == nil && errors.As(err, &known) && known.Reason == providers.Plugin {
		return t.ByHand("sops could not change it; zsv needs sops 3.11 or newer for that")
	}
	return err
}

// inFile calls work with the path of a file of the user's alone that has a text, and removes it.
func inFile(text []byte, syntax string, work func(path string) error) (err error) {
	directory, err := os.MkdirTemp("", "zsv-sops-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
	path := filepath.Join(directory, "copy."+syntax)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return err
	}
	return work(path)
}

func (t Text) readCopy(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return io.ReadAll(io.LimitReader(file, int64(t.Program.maxSize)))
}

// VetName refuses names that sops cannot be told of, as its paths know no escapes, and the one that it writes without the
// quotes that it needs in YAML.
func VetName(name string) error {
	if name == "<<" || name == Name || strings.ContainsAny(name, `"'[]\`) || strings.ContainsFunc(name, unicode.IsControl) {
		return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("sops has no way to be told to set, or take "+
			"away, the name %q; give it another one, or use sops edit", name)}
	}
	return nil
}

// ByHand says what to do about what zsv cannot do.
func (t Text) ByHand(because string) error {
	return &providers.Error{Reason: providers.Unsupported, Detail: because + "; change it by hand, with: sops edit " +
		shell.Quote(t.Shown)}
}

// IsSet says whether what stands in a text is what sops makes of a value that it was told to set.
func (s *Seal) IsSet(stands, value string, path ...string) bool {
	switch {
	case value == "":
		return stands == ""
	case s.isVague:
		return stands != ""
	case s.wants(path...):
		return IsEncrypted(stands)
	default:
		return stands == value
	}
}

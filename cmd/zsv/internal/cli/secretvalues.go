package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// keyFlags say which keys of a secret are to be set and removed.
type keyFlags struct {
	set         []string
	maps        []string
	interactive bool
	remove      []string
}

// addKeyFlags makes a command one that takes keys, --KEY=VALUE.
func (r *invocation) addKeyFlags(cmd *cobra.Command, f *keyFlags) {
	cmd.Annotations = map[string]string{takesKeys: "yes"}
	cmd.SetFlagErrorFunc(keyFlagError)
	flags := cmd.Flags()
	flags.StringArrayVar(&f.set, setFlag, nil, "set a key, `KEY=VALUE`: for keys that are called like an option; repeatable")
	flags.StringArrayVarP(&f.maps, "values", "v", nil,
		"set the keys of a map, `MAP`: a FILE in YAML, JSON or dotenv, - for standard input, or the map itself; repeatable")
	flags.BoolVarP(&f.interactive, "interactive", "i", false, "ask for keys and values; values are typed unseen")
}

// readsStdin says whether a value is to come from standard input.
func (f *keyFlags) readsStdin() bool {
	isStdin := func(text string) bool {
		_, value, _ := strings.Cut(text, "=")
		return value == "@-"
	}
	return slices.ContainsFunc(f.set, isStdin) || slices.Contains(f.maps, "-") || slices.Contains(f.maps, "@-")
}

// givenKeys reads the keys and values of the command line. Each key is given once.
func (s *secretRun) givenKeys(f keyFlags) (values.Keys, error) {
	g := &givenKeys{sources: s.sources(s.workingDir), keys: values.Keys{}}
	if s.StdinTerminal.Is && f.readsStdin() {
		s.tellLine("What is typed now is the value, and shows; end it with Ctrl-D. To type it unseen, use -i.")
	}
	for _, text := range f.set {
		if err := g.set(text); err != nil {
			return nil, err
		}
	}
	for _, argument := range f.maps {
		if err := g.addMap(argument); err != nil {
			return nil, err
		}
	}
	for _, key := range f.remove {
		if _, both := g.keys[key]; both {
			return nil, usageError("the key %q is to be set and to be removed: do one of them", key)
		}
	}
	switch {
	case f.interactive && g.sources.UsedStdin():
		return nil, usageError("-i and @- both read standard input: do one of them")
	case g.literal:
		s.warnOfHistory("--KEY=@- or =@FILE, or -i")
	}
	return g.keys, nil
}

// givenKeys are the keys of one secret on their way from the command line.
type givenKeys struct {
	sources *values.Sources
	keys    values.Keys
	literal bool // a value stood on the command line
}

// set takes KEY=VALUE.
func (g *givenKeys) set(text string) error {
	key, argument, hasValue := strings.Cut(text, "=")
	if !hasValue { // the text may be a value
		return usageError("--set has no value: write --set KEY=VALUE, --set KEY=@FILE or --set KEY=@- (standard input)")
	}
	if err := checkKey(key); err != nil {
		return err
	}
	value, literal, err := g.sources.Value(argument)
	if err != nil {
		return usageError("the key %q: %w", key, err)
	}
	g.literal = g.literal || literal && argument != ""
	return g.add(key, value)
}

// addMap takes the keys of a map.
func (g *givenKeys) addMap(argument string) error {
	keys, literal, err := g.sources.Keys(argument)
	if err != nil {
		return ioError("Cannot read the values", fmt.Errorf("--values: %w", err))
	}
	g.literal = g.literal || literal
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if err := checkKey(key); err != nil {
			return err
		}
		if err := g.add(key, keys[key]); err != nil {
			return err
		}
	}
	return nil
}

func (g *givenKeys) add(key string, value providers.Value) error {
	if _, again := g.keys[key]; again {
		return usageError("the key %q is given twice", key)
	}
	g.keys[key] = value
	return nil
}

// checkKey says why something is no name of a key. Stores have rules of their own, which they say themselves.
func checkKey(key string) error {
	switch {
	case key == "":
		return usageError("a key has an empty name: write --KEY=VALUE")
	case strings.ContainsFunc(key, unicode.IsControl):
		return usageError("the key %q has a control character in its name", key)
	}
	return nil
}

// askKeys asks for keys and their values, one after the other, with the prompts that users of ZenML know. A value that the
// store cannot hold is asked for again.
func (s *secretRun) askKeys(stored *resolve.StoredSecret, change providers.Change) error {
	for {
		key, err := s.askKey(change)
		if err != nil || key == "" {
			return err
		}
		if change.Set[key], err = s.askValue(stored, key); err != nil {
			return err
		}
		more, err := s.ask("Do you want to add another key-value pair to this secret? [y/N]: ")
		if err != nil || !slices.Contains([]string{"y", "yes"}, strings.ToLower(more)) {
			return err
		}
	}
}

// keysOf names the keys that a secret has.
func keysOf(keys []string) string {
	switch len(keys) {
	case 0:
		return "no key"
	case 1:
		return "the key " + keys[0]
	}
	return "the keys " + strings.Join(keys, ", ")
}

// askKey returns the name of a key; "" where none is to follow those that were given.
func (s *secretRun) askKey(change providers.Change) (string, error) {
	for {
		key, err := s.ask("Please enter a secret key: ")
		if err != nil {
			return "", err
		}
		_, again := change.Set[key]
		switch {
		case again:
			s.tellLine("The key %q has its value already.", key)
		case slices.Contains(change.Remove, key):
			s.tellLine("The key %q is to be removed.", key)
		case key == "" && len(change.Set)+len(change.Remove) == 0:
			s.tellLine("Type the name of a key, such as password; Ctrl-C ends, and nothing is written.")
		case key == "" || checkKey(key) == nil:
			s.noteOddKey(key)
			return key, nil
		default:
			s.tellLine("That has a control character in it.")
		}
	}
}

// noteOddKey says of a name that references cannot name it, before its value is typed.
func (s *secretRun) noteOddKey(key string) {
	if key == "" {
		return
	}
	if err := config.CheckKeyName(key); err != nil {
		s.tellLine("Note: %s", sentence(err.Error()))
		return
	}
	if found := resolve.FindReferences("{{s." + key + "}}"); len(found) != 1 || found[0].Key != key {
		s.tellLine("Note: The key %q has a brace, so a reference inside other text cannot name it.", key)
	}
}

// emptyAnswer says how a key gets an empty value, which nobody is taken to mean at a prompt.
func (s *secretRun) emptyAnswer(key string) string {
	if option := keySetting(s.cmd, key, ""); option != "" {
		return "That is empty; an empty value is given on the command line: " + option
	}
	return "That is empty. Type the value; Ctrl-C ends, and nothing is written."
}

func (s *secretRun) askValue(stored *resolve.StoredSecret, key string) (providers.Value, error) {
	question := fmt.Sprintf("Please enter the secret value for the key [%s]: ", view.Plain(key))
	for {
		value, err := s.askHidden(question)
		if err != nil {
			return value, err
		}
		if value.Reveal() == "" {
			s.tellLine("%s", s.emptyAnswer(key))
			continue
		}
		change := providers.Change{Set: map[string]providers.Value{key: value}}
		if err := stored.Vet(change); err != nil {
			s.tellLine("That cannot be stored: %s", sentence(detailOf(err)))
			continue
		}
		return value, nil
	}
}

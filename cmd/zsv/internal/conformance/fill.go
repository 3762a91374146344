package conformance

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A filling is what the author's program is asked.
type filling struct {
	// Method is "fill", or "clear" for a store that is not needed any more.
	Method string `json:"method"`
	// Store is a name that no other store has.
	Store string `json:"store"`
	// Directory is an absolute path of an empty directory that is the store's own, and goes away with it.
	Directory string `json:"directory"`
	// Secrets are the values by location and key: strings, or objects with "base64" for what is no UTF-8.
	Secrets map[string]map[string]any `json:"secrets"`
}

// A filled is what it answers.
type filled struct {
	// Arguments are those of the provider's block over the store.
	Arguments map[string]any `json:"arguments"`
	// Environment are variables that the provider's program gets, beside those that it has.
	Environment map[string]string `json:"environment"`
	// Clear says that the program wants to be told when the store is not needed any more.
	Clear bool       `json:"clear"`
	Store traitsJSON `json:"store"`
}

// traitsJSON are a store's limits, where it has some.
type traitsJSON struct {
	// Secrets and Keys are regular expressions for the names that it can hold.
	Secrets string `json:"secrets"`
	Keys    string `json:"keys"`
	// Values are "any" or "text": UTF-8 alone.
	Values string `json:"values"`
	// EmptySecrets says whether there can be a secret without keys.
	EmptySecrets *bool `json:"empty_secrets"`
	// KeysMakeSecrets says that a secret is there by its keys alone, as in an environment.
	KeysMakeSecrets bool `json:"keys_make_secrets"`
	// LosesRaces says that the store cannot be made safe against several writers.
	LosesRaces bool `json:"loses_races"`
}

// traits are the same, read.
type traits struct {
	traitsJSON
	secrets, keys *regexp.Regexp
}

func (t traitsJSON) read() (*traits, error) {
	read := &traits{traitsJSON: t}
	for _, one := range []struct {
		name, text string
		to         **regexp.Regexp
	}{{"secrets", t.Secrets, &read.secrets}, {"keys", t.Keys, &read.keys}} {
		if one.text == "" {
			one.text = ".*"
		}
		expression, err := regexp.Compile(`(?s)\A(?:` + one.text + `)\z`)
		if err != nil {
			return nil, fmt.Errorf("its store.%s is no regular expression: %w", one.name, err)
		}
		*one.to = expression
	}
	if t.Values != "" && t.Values != "any" && t.Values != "text" {
		return nil, errors.New(`its store.values is neither "any" nor "text"`)
	}
	return read, nil
}

func (t *traits) holds(secret, key string) bool {
	if key == "" {
		return !t.KeysMakeSecrets && (t.EmptySecrets == nil || *t.EmptySecrets) && t.secrets.MatchString(secret)
	}
	return t.secrets.MatchString(secret) && t.keys.MatchString(key)
}

func (t *traits) holdsValue(value string) bool { return t.Values != "text" || utf8.ValidString(value) }

// fillTime is how long filling one store may take. It is no measure of speed.
const fillTime = 2 * time.Minute

// fill has the author's program fill a store of its own, which goes away with the case.
func (b *bench) fill(store providertest.Store) filled {
	answer, err := b.tryFill(store)
	if err != nil {
		b.Fatalf("%v", err)
	}
	return answer
}

func (b *bench) tryFill(store providertest.Store) (filled, error) {
	f := filling{Method: "fill", Store: random(), Directory: b.TempDir(), Secrets: b.located(store)}
	answer, err := b.askFiller(f)
	if err != nil {
		return answer, fmt.Errorf("%s %w", b.judge.candidate.Fill, err)
	}
	if answer.Clear {
		f.Method, f.Secrets = "clear", nil
		b.Cleanup(func() {
			if _, err := b.askFiller(f); err != nil {
				b.Errorf("%s cannot clear a store: it %v", b.judge.candidate.Fill, err)
			}
		})
	}
	return answer, nil
}

// located returns secrets by where the provider's block has them.
func (b *bench) located(store providertest.Store) map[string]map[string]any {
	all := map[string]map[string]any{}
	for name, values := range store {
		secret := map[string]any{}
		for key, value := range values {
			secret[key] = encoded(value)
		}
		all[b.judge.candidate.Options.Prefix+name] = secret
	}
	return all
}

func encoded(value string) any {
	if utf8.ValidString(value) {
		return value
	}
	return map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(value))}
}

// askFiller runs the author's program. The error is a clause that has the program as its subject, and no value in it.
func (b *bench) askFiller(f filling) (answer filled, err error) {
	line, err := json.Marshal(f)
	if err != nil {
		return answer, errors.New("was given what is no JSON")
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(b.ctx), fillTime)
	defer cancel()
	program := *b.judge.candidate.Fill
	process, err := program.Start(ctx)
	if err != nil {
		return answer, fmt.Errorf("cannot be started: %w", err)
	}
	defer process.Kill()
	parallel.Go(func() {
		_ = process.Send(ctx, append(line, '\n'))
		process.CloseInput()
	})
	text, err := outputOf(ctx, program, process)
	if err != nil {
		return answer, err
	}
	if f.Method == "clear" {
		return answer, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&answer); err != nil {
		return answer, fmt.Errorf("did not write what a store is reached by, as JSON%s", lastWords(program, process))
	}
	return answer, nil
}

// longestFilled is how much the author's program may write.
const longestFilled = 16 << 20

// outputOf returns all that a process writes.
func outputOf(ctx context.Context, program pluginwire.Program, process *pluginwire.Process) ([]byte, error) {
	var all []byte
	for {
		line, err := process.Receive(ctx)
		all = append(append(all, line...), '\n')
		switch {
		case len(all) > longestFilled:
			return nil, errors.New("wrote more than 16 MiB")
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("did not come to an end: %w%s", err, lastWords(program, process))
		}
	}
}

// over returns the program and the options of a provider over a store.
func (b *bench) over(store filled) (pluginwire.Program, func(*pluginwire.Options)) {
	program := b.judge.candidate.Program
	program.Environ = slices.Clone(program.Environ)
	for _, name := range slices.Sorted(maps.Keys(store.Environment)) {
		program.Environ = set(program.Environ, name, store.Environment[name])
	}
	return program, func(o *pluginwire.Options) {
		o.Arguments = maps.Clone(o.Arguments)
		if o.Arguments == nil {
			o.Arguments = map[string]any{}
		}
		maps.Copy(o.Arguments, store.Arguments)
		o.Settle = time.Millisecond // What comes unasked is looked for elsewhere, and here are many questions.
		o.Trusted.Paths = append(slices.Clone(o.Trusted.Paths), b.judge.candidate.Scratch)
		for _, name := range b.judge.addresses() {
			if address, ok := o.Arguments[name].(string); ok {
				o.Trusted.Addresses = append(slices.Clone(o.Trusted.Addresses), address)
			}
		}
	}
}

// set sets a variable of an environment, in which the first of a name counts.
func set(environ []string, name, value string) []string {
	environ = slices.DeleteFunc(environ, func(entry string) bool { return strings.HasPrefix(entry, name+"=") })
	return append(environ, name+"="+value)
}

package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// A todo is what there is to register, in the report's order.
type todo struct{ secrets []*pending }

// A pending is one secret that is to be written.
type pending struct {
	*resolve.Registration
	values map[string]providers.Value // by key
	ask    []resolve.RegistrationKey  // whose values people give
	// closed says why zsv cannot write it; "" where it can.
	closed string
}

// prepare finds out for each missing key where its value comes from, and whether the stores can hold those that are known.
func (a *applying) prepare(g *given) (*todo, error) {
	t := &todo{}
	for _, registration := range a.plan.Registrations() {
		p := &pending{Registration: registration, values: map[string]providers.Value{}}
		if err := a.fill(p, g); err != nil {
			return nil, err
		}
		if len(p.values) == 0 && len(p.ask) == 0 && p.closed == "" {
			continue
		}
		t.secrets = append(t.secrets, p)
	}
	return t, nil
}

// fill takes the values that are given or generated.
func (a *applying) fill(p *pending, g *given) error {
	for _, key := range p.Keys {
		if !key.Missing() {
			continue
		}
		value, ok := a.givenValue(g, key.Secret, key.Key)
		if !ok && key.Generate != nil {
			var err error
			if value, err = resolve.Generated(*key.Generate); err != nil {
				return ioError("Cannot generate a value", err)
			}
			ok = true
		}
		if ok {
			p.values[key.Key] = value
		} else {
			p.ask = append(p.ask, key)
		}
	}
	if len(p.Keys) == 0 && !p.Exists {
		p.closed = "no key of it is known: zsv secret create " + p.Secret + " -i"
		return nil
	}
	if len(p.values) == 0 && len(p.ask) == 0 {
		return nil
	}
	return a.vet(p)
}

// vet holds the values against the store. One that cannot be written at all is closed, which stops none of the others.
func (a *applying) vet(p *pending) error {
	err := p.Vet(p.values)
	if reason, detail := providers.ReasonOf(err); err != nil && reason == providers.Unsupported {
		p.closed = detail
		return nil
	}
	if err != nil {
		_, detail := providers.ReasonOf(err)
		return usageError("nothing was written: %s: %s", p.Secret, detail)
	}
	return nil
}

// lacking says whether a key that must be there has no value.
func (t *todo) lacking() bool { return len(t.lackingNames()) > 0 }

func (t *todo) lackingNames() []string {
	var names []string
	for _, p := range t.secrets {
		if p.closed != "" {
			names = append(names, fmt.Sprintf("%s: %s", p.Secret, p.closed))
			continue
		}
		for i := range p.ask {
			if !p.ask[i].Optional {
				names = append(names, p.ask[i].String())
			}
		}
	}
	return names
}

// subject counts what is asked for approval of.
func (t *todo) subject() string {
	keys := 0
	for _, p := range t.secrets {
		if p.closed != "" {
			continue
		}
		keys += len(p.values)
		for i := range p.ask {
			if !p.ask[i].Optional {
				keys++
			}
		}
	}
	if keys == 1 {
		return "this key"
	}
	return fmt.Sprintf("these %d keys", keys)
}

// register asks for what people give and writes secret by secret, as soon as its values are there. The error is that of a
// prompt; what a store refuses is told, and stops no other secret.
func (a *applying) register(t *todo) error {
	defer a.showTyping()
	for _, p := range t.secrets {
		if p.closed != "" {
			a.tellClosed(p)
			continue
		}
		if a.canAsk() && !a.flags.partial {
			if err := a.askFor(p); err != nil {
				return err
			}
		}
		if len(p.values) == 0 {
			continue
		}
		if err := a.save(p, false); err != nil {
			return err
		}
	}
	return nil
}

// tellClosed says what zsv does not write, and how people do it themselves.
func (a *applying) tellClosed(p *pending) {
	a.tellLine("\n%s was left out: %s.", p.Secret, p.closed)
	var keys []string
	for i := range p.ask {
		keys = append(keys, p.ask[i].Key)
	}
	if remedy := p.Remedy(append(keys, sortedKeys(p.values)...)); remedy != "" {
		a.tell("\n    " + view.Indented(remedy, 4) + "\n")
	}
}

// askFor asks for the values of a secret's keys.
func (a *applying) askFor(p *pending) error {
	for _, key := range p.ask {
		for {
			value, err := a.askForKey(p, key)
			if err != nil {
				return err
			}
			if value.Reveal() == "" {
				break
			}
			if err := p.Vet(map[string]providers.Value{key.Key: value}); err != nil {
				_, detail := providers.ReasonOf(err)
				a.tellLine("  That cannot be stored: %s.", detail)
				continue
			}
			p.values[key.Key] = value
			break
		}
	}
	return nil
}

// askForKey shows what a key is for and where its value goes, and asks for it.
func (a *applying) askForKey(p *pending, key resolve.RegistrationKey) (providers.Value, error) {
	a.introduce(p, &key)
	question := "  Value of " + view.Plain(key.String())
	if key.Optional {
		question += " (optional, empty to skip)"
	}
	return a.askHidden(question + ": ")
}

// introduce says what a key is for and where its value goes.
func (a *applying) introduce(p *pending, key *resolve.RegistrationKey) {
	a.tell("\n")
	a.tellLine("%s", key.String())
	a.tellLine("  to be written to %s", p.place())
	if key.Description != "" {
		a.tellLine("  %s", key.Description)
	}
	if key.Suggestion != "" {
		a.tellLine("  Did you mean %q, which is there? Then stop here and correct the reference.", key.Suggestion)
	}
}

// place says where a secret is written to.
func (p *pending) place() string {
	place := fmt.Sprintf("%s in %s", p.Location, view.ProviderName(p.Provider))
	if store := p.Store(); store != "" {
		place += " (" + store + ")"
	}
	return place
}

// save writes the values of one secret.
func (a *applying) save(p *pending, overwrite bool) error {
	ctx, stop := a.writing(a.flags.check.timeout)
	written, err := p.Register(ctx, p.values, overwrite)
	interrupted := stop()
	for _, warning := range written.Warnings {
		a.tellLine("Warning: %s", warning)
	}
	if err != nil {
		_, detail := providers.ReasonOf(err)
		a.tellLine("Error: %s was not written: %s.", p.Secret, detail)
		a.failed = true
	} else {
		a.count(p, written)
	}
	if interrupted {
		return terminal.ErrInterrupted
	}
	return nil
}

func (a *applying) count(p *pending, written providers.Written) {
	a.result.Registered += len(written.Set)
	switch {
	case written.Created:
		a.result.Created++
	case len(written.Set) > 0:
		a.result.Updated++
	}
	for _, key := range written.Kept {
		a.tellLine("%s.%s was registered by someone else meanwhile, and left as it is.", p.Secret, key)
	}
	if len(written.Set) > 0 && slices.ContainsFunc(p.ask, func(k resolve.RegistrationKey) bool { return p.values[k.Key].IsSet() }) {
		a.tellLine("  Saved %s.", p.Secret)
	}
}

// atPrompt makes an exit code of an interrupt at a prompt. What was saved before stays.
func (a *applying) atPrompt(err error) error {
	if !errors.Is(err, terminal.ErrInterrupted) {
		return err
	}
	a.code = exitInterrupted
	if a.result != (resolve.Applied{}) {
		a.tellLine("Interrupted. What was saved before stays: %d keys.", a.result.Registered)
	}
	return nil
}

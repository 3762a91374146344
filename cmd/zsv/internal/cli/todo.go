package cli

import (
	"fmt"
	"slices"

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
	ask    []*resolve.RegistrationKey // whose values people type
	given  []*resolve.RegistrationKey // whose values are there already
	made   []*resolve.RegistrationKey // whose values were generated
	// closed says why zsv cannot write it; "" where it can.
	closed string
}

// prepare finds out for each key where its value comes from, and whether the stores can hold those that are known: nothing
// is written before all are in order.
func (a *applying) prepare(g *given) (*todo, error) {
	t := &todo{}
	for _, registration := range a.registrations() {
		p := &pending{Registration: registration, values: map[string]providers.Value{}}
		if err := a.fill(p, g); err != nil {
			return nil, err
		}
		switch {
		case len(p.Keys) == 0 && !p.Exists:
			p.closed = "no key of it is known: " + p.Command()
		case len(p.values) == 0 && len(p.ask) == 0:
			continue
		default:
			if err := p.vet(); err != nil {
				return nil, err
			}
		}
		t.secrets = append(t.secrets, p)
	}
	return t, nil
}

// fill takes the values that are given or generated, and notes what is to be asked for.
func (a *applying) fill(p *pending, g *given) error {
	for i := range p.Keys {
		key := &p.Keys[i]
		_, value, ok := a.givenValue(g, key)
		switch {
		case !key.Missing() && !a.manner.offersPresent:
		case ok:
			p.values[key.Key] = value
			p.given = append(p.given, key)
		case key.Missing() && key.Generate != nil:
			made, err := resolve.Generated(*key.Generate)
			if err != nil {
				return ioError("Cannot generate a value", err)
			}
			p.values[key.Key] = made
			p.made = append(p.made, key)
		case key.Missing() || a.canAsk():
			p.ask = append(p.ask, key)
		}
	}
	return nil
}

// vet holds the values against the store. One that cannot be written at all is closed, which stops none of the others.
func (p *pending) vet() error {
	err := p.Vet(p.values)
	if err == nil {
		return nil
	}
	reason, detail := providers.ReasonOf(err)
	if reason == providers.Unsupported {
		p.closed = view.Because(reason, detail)
		return nil
	}
	return usageError("nothing was written: %s: %s", p.Secret, view.Because(reason, detail))
}

// A lack is a key that must be there and has no value, or a secret that zsv cannot write.
type lack struct {
	name   string
	closed bool
	remedy string // what people do themselves, commands one a line; may be ""
}

// whyNothing says what the lacks have in common, before a list of them.
func whyNothing(lacks []lack) string {
	isClosed := func(l lack) bool { return l.closed }
	switch open := slices.IndexFunc(lacks, func(l lack) bool { return !l.closed }); {
	case open < 0:
		return "zsv cannot write"
	case slices.ContainsFunc(lacks, isClosed):
		return "there is no value for, or no way to write"
	default:
		return "there is no value for"
	}
}

// hasValues says whether there is something that can be written now.
func (t *todo) hasValues() bool {
	return slices.ContainsFunc(t.writable(), func(p *pending) bool { return len(p.values) > 0 })
}

// remedy returns the commands by which people set what is missing, "" where there are none.
func (p *pending) remedy() string {
	var missing []string
	for i := range p.Keys {
		if p.Keys[i].Missing() {
			missing = append(missing, p.Keys[i].Key)
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return p.Remedy(missing)
}

// lacks returns what stands in the way of writing all. With closed, that includes what zsv cannot write.
func (t *todo) lacks(closed bool) []lack {
	var all []lack
	for _, p := range t.secrets {
		if p.closed != "" && !closed {
			continue
		}
		if p.closed != "" {
			all = append(all, lack{fmt.Sprintf("%s: %s", p.Secret, p.closed), true, p.remedy()})
			continue
		}
		for _, key := range p.ask {
			if key.Missing() && !key.Optional {
				all = append(all, lack{name: key.String()})
			}
		}
	}
	return all
}

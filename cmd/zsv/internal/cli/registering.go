package cli

import (
	"context"
	"slices"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// register asks for what people give and writes secret by secret, as soon as its values are there. The error is that of a
// prompt; what a store refuses is told, and stops no other secret.
func (a *applying) register(t *todo) error {
	defer a.showTyping()
	a.parting("")
	for _, p := range t.secrets {
		if p.closed != "" {
			a.tellClosed(p)
			continue
		}
		if !a.consents(p) {
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
		if err := a.save(p); err != nil {
			return err
		}
	}
	return nil
}

// consents asks for what the store needs the user's word for, before any value is typed that would not be written then. Without
// a terminal the write says what is lacking.
func (a *applying) consents(p *pending) bool {
	if !a.canAsk() {
		return true
	}
	err := p.Consent(context.Background()) // nobody but the user keeps it waiting
	if err != nil {
		a.tellLine("Error: %s was not written: %s", p.Secret, ended(view.Because(providers.ReasonOf(err))))
	}
	return err == nil
}

// tellClosed says what zsv does not write, and how people do it themselves.
func (a *applying) tellClosed(p *pending) {
	a.apart = true
	a.tell("\n")
	a.tellLine("%s was left out: %s.", p.Secret, p.closed)
	if remedy := p.remedy(); remedy != "" {
		a.tell("\n    " + view.Indented(remedy, 4) + "\n")
	}
}

// save writes the values of one secret.
func (a *applying) save(p *pending) error {
	a.parting(p.Secret)
	ctx, stop := a.writing(a.flags.check.timeout)
	written, err := p.Register(ctx, p.values, a.manner.offersPresent)
	interrupted := stop()
	if err != nil || len(written.Warnings)+len(written.Kept) > 0 {
		a.setApart()
	}
	for _, warning := range written.Warnings {
		a.tellLine("Warning: %s", sentence(warning))
	}
	reason, detail := providers.ReasonOf(err)
	why := ended(view.Because(reason, detail))
	switch {
	case err == nil:
		a.count(p, written)
	case isDoubtful(reason) && !isUntouched(err):
		a.result.Unknown++
		a.doubtful = append(a.doubtful, p.Secret)
		a.tellLine("Error: It is not known whether %s was written: %s", p.Secret, why)
	default:
		a.tellLine("Error: %s was not written: %s", p.Secret, why)
	}
	a.parting("")
	if interrupted {
		return terminal.ErrInterrupted
	}
	return nil
}

// count notes what was written.
func (a *applying) count(p *pending, written providers.Written) {
	a.result.Registered += len(written.Set)
	for _, key := range written.Set {
		a.wrote = append(a.wrote, writtenKey{p.Directory, p.Provider, p.Location, key})
	}
	switch {
	case written.Created:
		a.result.Created++
	case len(written.Set) > 0:
		a.result.Updated++
	}
	for _, key := range written.Kept {
		a.tellLine("%s.%s was registered by someone else meanwhile, and left as it is.", p.Secret, key)
	}
	if len(written.Set) == 0 {
		return
	}
	if slices.ContainsFunc(p.ask, func(k *resolve.RegistrationKey) bool { return p.values[k.Key].IsSet() }) {
		a.tellLine("  Saved %s.", p.Secret)
	}
	a.tellMade(p, written.Set)
}

// tellMade says which values of those that were written nobody gave, since nobody saw a prompt for them.
func (a *applying) tellMade(p *pending, written []string) {
	for i, key := range p.made {
		if !slices.Contains(written, key.Key) {
			continue
		}
		if i == 0 {
			a.apart = true
			a.tell("\n")
		}
		a.tellLine("%s: generated, %s", key.String(), view.Counted(key.Generate.Length, "character"))
	}
}

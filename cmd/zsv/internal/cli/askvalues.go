package cli

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// A manner is how people are asked for values.
type manner struct {
	// question asks for a key's value, without the ": " at its end.
	question func(key *resolve.RegistrationKey) string
	// insists says that a value which must be there is asked for until it is not empty; else an empty one leaves it out.
	insists bool
	// offersPresent says that values which are there can be changed; else they are never touched.
	offersPresent bool
}

// ownManner is that of apply.
var ownManner = manner{question: func(key *resolve.RegistrationKey) string {
	question := "  Value of " + view.Plain(key.String())
	if key.Optional {
		question += " (optional, empty to skip)"
	}
	return question
}}

// zenMLManner is that of the command that ZenML's users know, in its words.
func zenMLManner(skipExisting bool) manner {
	return manner{insists: true, offersPresent: !skipExisting, question: func(key *resolve.RegistrationKey) string {
		question := "Value for secret `" + view.Plain(key.String()) + "`"
		switch {
		case !key.Missing():
			question += " (Leave empty to use existing value)"
		case key.Optional:
			question += " (optional, leave empty to skip)"
		}
		return question
	}}
}

// askFor asks for the values of a secret's keys.
func (a *applying) askFor(p *pending) error {
	for _, key := range p.ask {
		a.introduce(p, key)
		value, err := a.askForKey(p, key)
		if err != nil {
			return err
		}
		if value.Reveal() != "" {
			p.values[key.Key] = value
		}
	}
	return nil
}

// introduce says what a key is for and where its value goes.
func (a *applying) introduce(p *pending, key *resolve.RegistrationKey) {
	a.apart = true
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

// askForKey asks for a value until there is one that the store can hold, or an empty one that will do.
func (a *applying) askForKey(p *pending, key *resolve.RegistrationKey) (providers.Value, error) {
	for {
		value, err := a.askHidden(a.manner.question(key) + ": ")
		if err != nil {
			return value, err
		}
		if value.Reveal() == "" {
			if a.manner.insists && key.Missing() && !key.Optional {
				continue
			}
			a.sayLeft(key)
			return value, nil
		}
		if err := p.Vet(map[string]providers.Value{key.Key: value}); err != nil {
			a.tellLine("  That cannot be stored: %s.", view.Because(providers.ReasonOf(err)))
			continue
		}
		a.sayOdd(value)
		return value, nil
	}
}

// sayLeft says what an empty answer came to.
func (a *applying) sayLeft(key *resolve.RegistrationKey) {
	switch {
	case !key.Missing():
		a.tellLine("  Left as it is.")
	case key.Optional:
		a.tellLine("  Skipped.")
	default:
		a.tellLine("  Left out: it stays missing.")
	}
}

// sayOdd says what is unusual about a value that nobody saw: what was pasted may hold more than was meant.
func (a *applying) sayOdd(value providers.Value) {
	text := value.Reveal()
	switch lines := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1; {
	case lines > 1:
		a.tellLine("  Taken, with its %d lines.", lines)
	case strings.TrimSpace(text) != text:
		a.tellLine("  Taken, with the blanks at its beginning or end.")
	}
}

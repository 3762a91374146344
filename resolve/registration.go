package resolve

import (
	"cmp"
	"context"
	"slices"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// A Registration is one secret of a checked plan with the keys that the configuration wants of it: what is to be
// registered is where their status is a missing one.
type Registration struct {
	// Directory, Provider and Location say where the secret is kept, as in Check.
	Directory, Provider, Location string
	// Secret is the name by which the configuration refers to it first.
	Secret string
	// Exists says that the secret is there, with or without these keys.
	Exists bool
	// Keys are the keys, in the report's order. None of them is unverified. It is empty where only the secret's name is
	// referred to and no key is declared, so that nobody knows what to register.
	Keys []RegistrationKey

	plan  *Plan
	store *store
}

// A RegistrationKey is a key that the configuration wants.
type RegistrationKey struct {
	// Secret and Key name it as the configuration does first; Names are all secrets' names under which it does, where several
	// lead to one place.
	Secret, Key string
	Names       []string
	// Status is present, missing_secret or missing_key; an optional key that is absent is missing too.
	Status Status
	// Description is what the configuration says about it; Suggestion the key or secret that may have been meant.
	Description, Suggestion string
	// Optional says that it need not be there.
	Optional bool
	// Generate says how to make a value; nil where people give it.
	Generate *config.Generate
}

// Missing says whether the key is to be registered.
func (k *RegistrationKey) Missing() bool { return k.Status.Missing() }

// String writes the key as SECRET.KEY.
func (k *RegistrationKey) String() string { return k.Secret + "." + k.Key }

// Registrations returns the secrets of a plan that was checked at SECRET_AND_KEY_EXISTS, in the report's order, each
// location once. What could not be verified is left out.
func (p *Plan) Registrations() []*Registration {
	var all []*Registration
	byQuestion := map[*question]*Registration{}
	for _, c := range p.checks {
		if c.question == nil {
			continue
		}
		v := c.judge(c.question.answer)
		if v.status == StatusUnverified {
			continue
		}
		r := byQuestion[c.question]
		if r == nil {
			r = &Registration{Directory: p.cfg.Dir, Provider: c.address, Location: c.location, Secret: c.reference.Name,
				Exists: c.question.answer.Secret == providers.Present, plan: p, store: c.question.store}
			byQuestion[c.question] = r
			all = append(all, r)
		}
		r.add(c, v)
	}
	return all
}

// add adds the key of a check, once.
func (r *Registration) add(c *check, v verdict) {
	if c.reference.Key == "" {
		return
	}
	known := func(k RegistrationKey) bool { return k.Key == c.reference.Key }
	i := slices.IndexFunc(r.Keys, known)
	if i < 0 {
		i = len(r.Keys)
		r.Keys = append(r.Keys, RegistrationKey{Secret: c.reference.Name, Key: c.reference.Key, Status: v.status,
			Suggestion: v.suggestion, Optional: true})
	}
	key := &r.Keys[i]
	if !slices.Contains(key.Names, c.reference.Name) {
		key.Names = append(key.Names, c.reference.Name)
	}
	key.Optional = key.Optional && c.optional
	key.Description = cmp.Or(key.Description, r.plan.description(c.reference))
	if declared := r.plan.declaredKey(c.reference); declared != nil && key.Generate == nil {
		key.Generate = declared.Generate
	}
}

// declaredKey returns the block of a key, nil where there is none.
func (p *Plan) declaredKey(reference Reference) *config.Key {
	block := p.secrets[reference.Name]
	if block == nil {
		return nil
	}
	for i := range block.Keys {
		if block.Keys[i].Name == reference.Key {
			return &block.Keys[i]
		}
	}
	return nil
}

// Store describes the store for people, as in the heading of a report; it may be empty.
func (r *Registration) Store() string { return r.store.describe() }

// Remedy returns the commands, one a line, by which people register keys themselves; "" where there are none.
func (r *Registration) Remedy(keys []string) string {
	return r.store.remedy(r.Location, slices.Sorted(slices.Values(keys)), r.Exists)
}

// Command returns the command of zsv's by which people give a secret keys of which the configuration knows none.
func (r *Registration) Command() string { return r.plan.createCommand(r.Secret, r.store) }

// Vet says why the store cannot take these values, by key, without sending anything: it is never written by zsv, or it
// has no form for a name or a value. The error is an *providers.Error.
func (r *Registration) Vet(values map[string]providers.Value) error {
	return r.store.vet(r.plan.log(), providers.Change{Location: r.Location, Set: values, Keep: true})
}

// Consent asks for what the store needs the user's word for before it is written, if anything: see providers.Consenter. The
// error is an *providers.Error, or that of ctx.
func (r *Registration) Consent(ctx context.Context) error { return r.store.consent(ctx, r.plan.log()) }

// Register writes values for keys, whole or not at all. A key that has a value by now keeps it, unless overwrite.
func (r *Registration) Register(ctx context.Context, values map[string]providers.Value, overwrite bool) (
	providers.Written, error) {
	return r.store.write(ctx, r.plan.log(), providers.Change{Location: r.Location, Set: values, Keep: !overwrite})
}

package file

import (
	"errors"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// An ageDocument is an encrypted store that was decrypted, or one that is not there yet.
type ageDocument struct {
	contents
	payload

	format *ageFormat
	at     string // its path without links; set before it is edited
	isNew  bool
	own    []string // the public keys of the one who decrypted it

	edited outcome
}

var _ register = (*ageDocument)(nil)

// Fetch hands out values.
func (d *ageDocument) Fetch(query providers.Query) providers.Fetched {
	return d.fetch(query, func(key string) (providers.Value, bool) {
		value, ok := d.secrets[query.Location][key]
		return value, ok
	})
}

// write makes a change. One that comes to nothing still gives a store its recipients.
func (d *ageDocument) write(change providers.Change) ([]byte, providers.Written, error) {
	r, written, err := d.revise(change)
	if err != nil || r.isNothing() && d.isNew {
		return nil, written, err
	}
	if r.isNothing() {
		own, err := d.consented()
		if err != nil {
			return nil, written, err
		}
		if !d.format.readers.differ(d.recipients, own) {
			d.settle(d.recipients, own)
			return nil, written, nil
		}
	}
	text, err := d.rewritten(r)
	return text, written, err
}

// remove deletes a secret.
func (d *ageDocument) remove(location string) ([]byte, error) {
	r, err := d.reviseRemoval(location)
	if err != nil {
		return nil, err
	}
	return d.rewritten(r)
}

// rename gives a secret another name.
func (d *ageDocument) rename(from, to string) ([]byte, error) {
	r, err := d.reviseName(from, to)
	if err != nil {
		return nil, err
	}
	return d.rewritten(r)
}

// rewritten returns the text of the store with a revision.
func (d *ageDocument) rewritten(r revision) ([]byte, error) {
	own, err := d.writer()
	if err != nil {
		return nil, err
	}
	next := payload{recipients: d.format.readers.list(d.recipients, own), secrets: d.revised(r)}
	plain, err := next.text()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	text, err := seal(plain, next.recipients)
	if err != nil {
		return nil, d.format.explainSealing(err)
	}
	d.settle(next.recipients, own)
	return text, nil
}

// writer returns the public keys of the one who writes, and makes an identity for one who has none.
func (d *ageDocument) writer() ([]string, error) {
	own, err := d.consented()
	if err != nil || len(own) > 0 {
		return own, err
	}
	identities, err := d.format.keys.create()
	if err != nil {
		return nil, d.format.locked(err)
	}
	return publicKeys(identities), nil
}

// consented returns the public keys of the one who writes; none where an identity is to be made. Before that is done, the
// user must have decided on all who are let in or may be dropped: the error is an *undecided where that is not so.
func (d *ageDocument) consented() ([]string, error) {
	own, err := d.identify()
	if err != nil {
		return nil, err
	}
	known, err := d.known()
	if err != nil {
		return nil, err
	}
	if dropped := d.format.readers.namedAndDropped(); len(dropped) > 0 {
		return nil, d.format.refuseDropped(dropped)
	}
	return own, d.format.readers.decide(d.recipients, known, own)
}

// identify returns the public keys of the one who writes; none where an identity may be made.
func (d *ageDocument) identify() ([]string, error) {
	if !d.isNew {
		return d.own, nil
	}
	identities, err := d.format.keys.identities()
	var none *keyless
	if err != nil && !(errors.As(err, &none) && none.mayMake) {
		return nil, d.format.locked(err)
	}
	return publicKeys(identities), nil
}

// known returns the recipients so far, as far as the user knows them. Nobody can read a store that is not there.
func (d *ageDocument) known() (known []string, err error) {
	if d.isNew {
		return nil, nil
	}
	known, d.edited.isFirst, err = d.format.known.acquainted(d.at, d.recipients)
	return known, err
}

// revised returns the secrets with a revision.
func (d *ageDocument) revised(r revision) map[string]map[string]providers.Value {
	next := maps.Clone(d.secrets)
	if next == nil {
		next = map[string]map[string]providers.Value{}
	}
	switch {
	case r.rename != nil:
		next[*r.rename] = next[r.secret]
		if *r.rename != r.secret {
			delete(next, r.secret)
		}
		return next
	case r.drop:
		delete(next, r.secret)
		return next
	case r.isNothing():
		return next
	}
	values := maps.Clone(next[r.secret])
	if values == nil {
		values = map[string]providers.Value{}
	}
	for key, text := range r.set {
		values[key] = providers.NewValue(text)
	}
	maps.DeleteFunc(values, func(key string, _ providers.Value) bool { return slices.Contains(r.remove, key) })
	next[r.secret] = values
	return next
}

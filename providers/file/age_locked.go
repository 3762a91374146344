package file

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/zsv-dev/zsv/providers"
)

// A strange error says that a store is encrypted for others than the user.
type strange struct {
	public string // the user's public key
	from   string // where its identity is
}

// Error says so.
func (*strange) Error() string { return "encrypted for others" }

// share is what someone who has access does for one who has none.
const share = "they add it to recipients in the provider's block and, for any secret, run zsv secret update NAME " +
	acceptFlag + " age1…"

// locked says how to get access to a store. What is no question of access is passed on.
func (f *ageFormat) locked(err error) error {
	var (
		none   *keyless
		others *strange
		detail string
	)
	switch {
	case errors.As(err, &others):
		detail = fmt.Sprintf("%s is encrypted for others: the identity in %s is none of its recipients; name another one in %s, or "+
			"give your public key %s to someone who has access: %s", strconv.Quote(f.path), others.from, keyFileVariable,
			others.public, share)
	case errors.As(err, &none):
		detail = fmt.Sprintf("%s is encrypted, and there is no identity for it: %s; %s", strconv.Quote(f.path), none.problem,
			none.remedy("put yours there, or make one and give its public key to someone who has access: "+makeIdentity))
	default:
		return err
	}
	return &providers.Error{Reason: providers.Locked, Detail: detail}
}

// withoutIdentity says how to come by an identity, whatever the store.
func (f *ageFormat) withoutIdentity(err error) error {
	var none *keyless
	if !errors.As(err, &none) {
		return err
	}
	return &providers.Error{Reason: providers.Locked, Detail: fmt.Sprintf("there is no identity for encrypted stores: %s; %s",
		none.problem, none.remedy("put yours there, or make one: "+makeIdentity))}
}

// makeIdentity is the command that makes an identity.
const makeIdentity = "zsv identity --make"

// remedy says how to come by an identity; making is the way where one may be made.
func (k *keyless) remedy(making string) string {
	if k.mayMake {
		return making
	}
	return fmt.Sprintf("give the private key in %s, or the path of its file in %s", keyVariable, keyFileVariable)
}

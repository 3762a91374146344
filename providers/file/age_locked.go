package file

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/zsv-dev/zsv/internal/shell"
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
const share = "they add it to recipients in the provider's block and run zsv secret update NAME --accept-recipient age1… for any secret"

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
			f.keys.remedy(none))
	default:
		return err
	}
	return &providers.Error{Reason: providers.Locked, Detail: detail}
}

// remedy says how to come by an identity.
func (k *keyring) remedy(none *keyless) string {
	if !none.mayMake {
		return fmt.Sprintf("give the private key in %s, or the path of its file in %s", keyVariable, keyFileVariable)
	}
	return fmt.Sprintf("put yours there, or make one with mkdir -p %s && age-keygen -o %s, and give the public key that this "+
		"prints to someone who has access: %s", shell.Quote(filepath.Dir(k.file)), shell.Quote(k.file), share)
}

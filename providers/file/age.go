package file

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/zsv-dev/zsv/providers"
)

// defaultPath is the store of a block without a path.
const defaultPath = scratchName + "/secrets.age"

// ageFormat is JSON of zsv's own, encrypted with age. What is in clear is for how many it is encrypted and how long it
// is, and no name.
type ageFormat struct {
	path    string // as written, for people
	keys    *keyring
	readers *readership
	known   *memory
}

// vet refuses names that are not UTF-8. Values may be any bytes.
func (*ageFormat) vet(change providers.Change) error { return vetNames(change, "an encrypted store") }

// blank returns a store that is not there yet, which needs no identity.
func (f *ageFormat) blank() (document, error) {
	return &ageDocument{format: f, contents: newContents(), isNew: true}, nil
}

func (f *ageFormat) parse(text []byte) (document, error) {
	if problem := notAge(text); problem != "" {
		return nil, f.invalid(problem)
	}
	identities, err := f.keys.identities()
	if err != nil {
		return nil, f.locked(err)
	}
	plain, err := unseal(text, identities)
	if err != nil {
		return nil, f.explainSealed(err, identities)
	}
	defer clear(plain)
	held, err := readPayload(plain)
	if err != nil {
		return nil, f.explainPayload(err)
	}
	return &ageDocument{format: f, payload: held, contents: held.contents(), own: publicKeys(identities)}, nil
}

// foresee says why a store that is not there cannot be made, before anything is made on the way to it.
func (f *ageFormat) foresee() error {
	_, err := (&ageDocument{format: f, isNew: true}).consented()
	return err
}

const (
	ageMagic   = "age-encryption.org/"
	armorMagic = "-----BEGIN AGE ENCRYPTED FILE-----"
)

// notAge says why a text is none that age writes, as far as can be seen without an identity; "" if it may be one.
func notAge(text []byte) string {
	switch {
	case len(text) == 0:
		return "it is empty"
	case bytes.HasPrefix(bytes.TrimSpace(text), []byte(armorMagic)):
		return "it is in age's form for text (armor); zsv reads the other one, which age writes without --armor"
	case !bytes.HasPrefix(text, []byte(ageMagic)):
		return "it does not begin as what age encrypts"
	default:
		return ""
	}
}

func (f *ageFormat) invalid(problem string) error {
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("%s cannot be read as an encrypted store: %s; zsv "+
		"leaves it as it is: take it from a copy or from the history of git, or move it away to begin a new one",
		strconv.Quote(f.path), problem)}
}

// explainSealed says why a store could not be decrypted.
func (f *ageFormat) explainSealed(err error, identities []identity) error {
	if errors.Is(err, errNotForUs) {
		return f.locked(&strange{public: publicKeys(identities)[0], from: f.keys.from()})
	}
	return f.invalid("it was cut short or changed since it was written")
}

// explainPayload says why what was decrypted is no store.
func (f *ageFormat) explainPayload(err error) error {
	var newer *newerPayload
	if errors.As(err, &newer) {
		return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("%s was written by a version of zsv that "+
			"keeps secrets in another way (format %d, and this one knows %d); update zsv", strconv.Quote(f.path), newer.version,
			payloadVersion)}
	}
	return f.invalid("it can be decrypted, but what is in it was not written by zsv")
}

package file

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"
)

// An identity is a private key; its public one is a recipient. There is one kind: X25519.
type identity = *age.X25519Identity

// The errors of unseal. What age says is not passed on.
var (
	errNotForUs = errors.New("encrypted for others")
	errBroken   = errors.New("not as it was encrypted")
)

// unseal decrypts a text, all of it: age vouches for each part as it comes, and for the end with the last one.
func unseal(text []byte, identities []identity) ([]byte, error) {
	all := make([]age.Identity, len(identities))
	for i, one := range identities {
		all[i] = one
	}
	reader, err := age.Decrypt(bytes.NewReader(text), all...)
	if err != nil {
		var others *age.NoIdentityMatchError
		if errors.As(err, &others) {
			return nil, errNotForUs
		}
		return nil, errBroken
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		return nil, errBroken
	}
	return plain, nil
}

// errUnusableRecipient is about a public key that is well-formed and fit for nothing.
var errUnusableRecipient = errors.New("a recipient that nothing can be encrypted for")

// gitLooksAt is how much of a file git looks at for a NUL byte. One that has none is text to git: it would merge its lines,
// and change their ends.
const gitLooksAt = 8000

// seal encrypts a text for recipients, such that git takes the outcome for what it is. Each attempt is other random bytes: two
// do on average for a store with one value, and one for a larger store.
func seal(plain []byte, recipients []string) ([]byte, error) {
	const attempts = 100
	for attempt := 1; ; attempt++ {
		text, err := encrypt(plain, recipients)
		if err != nil || attempt == attempts || isBinary(text) {
			return text, err
		}
	}
}

// isBinary says whether git takes a text for binary, or cannot: it sees nothing but the header where there are many
// recipients.
func isBinary(text []byte) bool {
	seen := text[:min(len(text), gitLooksAt)]
	return bytes.IndexByte(seen, 0) >= 0 || !bytes.Contains(seen, []byte("\n--- "))
}

// encrypt encrypts a text for recipients.
func encrypt(plain []byte, recipients []string) ([]byte, error) {
	all := make([]age.Recipient, len(recipients))
	for i, name := range recipients {
		one, err := age.ParseX25519Recipient(name)
		if err != nil {
			return nil, errUnusableRecipient
		}
		all[i] = one
	}
	var out bytes.Buffer
	writer, err := age.Encrypt(&out, all...)
	if err != nil {
		return nil, errUnusableRecipient
	}
	if _, err := writer.Write(plain); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// publicKeys returns the recipients that identities are.
func publicKeys(identities []identity) []string {
	all := make([]string, len(identities))
	for i, one := range identities {
		all[i] = one.Recipient().String()
	}
	return all
}

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

// seal encrypts a text for recipients.
func seal(plain []byte, recipients []string) ([]byte, error) {
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

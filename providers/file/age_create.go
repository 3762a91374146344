package file

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"filippo.io/age"

	"github.com/zsv-dev/zsv/providers"
)

// create makes the user's identity, or returns the one that another process has made meanwhile.
func (k *keyring) create() ([]identity, error) {
	made, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, &keyless{problem: "none could be made: the operating system gives no random numbers"}
	}
	public := made.Recipient().String()
	text := "# The private key for zsv's encrypted stores. Whoever has it can read them, and without it nobody can: keep a\n" +
		"# copy in a safe place, and never commit it.\n# public key: " + public + "\n" + made.String() + "\n"
	switch err := createOnce(k.file, []byte(text)); {
	case errors.Is(err, fs.ErrExist):
		return k.identities()
	case err != nil:
		return nil, k.explainCreate(err)
	}
	if k.tell != nil {
		k.tell(fmt.Sprintf("zsv has made your identity for encrypted stores, in %s (public key %s). Keep a copy in a safe place: "+
			"without it nobody can read what is written with it. Do not commit it.", strconv.Quote(k.file), public))
	}
	return []identity{made}, nil
}

func (k *keyring) explainCreate(err error) error {
	reason := providers.ServerError
	if errors.Is(err, fs.ErrPermission) {
		reason = providers.Denied
	}
	return &providers.Error{Reason: reason, Detail: fmt.Sprintf("nothing was written: no identity could be made in %s: "+
		"%s; give one in %s or %s", strconv.Quote(k.file), cause(err), keyVariable, keyFileVariable)}
}

// createOnce makes a file with its whole text or not at all, for its owner alone. The error is fs.ErrExist where there is
// one.
func createOnce(path string, text []byte) error {
	directory := filepath.Dir(path)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	temporary := filepath.Join(directory, "."+filepath.Base(path)+"."+rand.Text()+temporarySuffix)
	defer os.Remove(temporary) //nolint:errcheck // it may not be there
	if err := createWhole(temporary, text); err != nil {
		return err
	}
	err := os.Link(temporary, path) // unlike a rename, replaces nothing
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = createWhole(path, text) // for file systems without links
	}
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // nothing was written to it
	syncDirectory(root, ".")
	return nil
}

// createWhole makes a new file and brings it to the disk. What it cannot finish it takes away.
func createWhole(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		_ = os.Remove(path)
	}
	return err
}

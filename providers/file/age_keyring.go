package file

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"filippo.io/age"

	"github.com/zsv-dev/zsv/providers"
)

// The variables that give an identity, and the file that has the user's own one where nothing else is given.
const (
	keyVariable     = "ZSV_AGE_KEY"
	keyFileVariable = "ZSV_AGE_KEY_FILE"
	keyFileName     = "age-key.txt"
)

// identityPrefix is what private keys begin with, and plugins' and others' do not.
const identityPrefix = "AGE-SECRET-KEY-1"

// A keyring finds the identities of the user, in one place: the first that is given. No configuration can name one.
type keyring struct {
	text     providers.Value // of ZSV_AGE_KEY, where it is set
	file     string          // else the path; "" where none is known
	namedBy  string          // who names the file; "" for the default one
	tell     func(text string)
	log      *slog.Logger
	warnOnce sync.Once
}

func newKeyring(around providers.Surroundings) *keyring {
	k := &keyring{tell: around.Tell, log: around.Log}
	key, file := around.Getenv(keyVariable), around.Getenv(keyFileVariable)
	switch {
	case strings.TrimSpace(key) != "":
		k.text = providers.NewValue(key)
	case file != "":
		k.file, k.namedBy = file, keyFileVariable
		if !filepath.IsAbs(file) {
			k.file = filepath.Join(cmp.Or(around.WorkingDir, around.Dir), file)
		}
	case around.AgeKeyFile != "":
		k.file, k.namedBy = around.AgeKeyFile, "age_key_file in your own configuration"
	case around.ConfigDir != "":
		k.file = filepath.Join(around.ConfigDir, keyFileName)
	}
	return k
}

// A keyless error says that there is no identity. It wraps no cause: that a key file is missing, or too large, is not to be
// taken for the same of the store.
type keyless struct {
	// problem says of the place that is to have one what is wrong with it.
	problem string
	// mayMake says that nothing is there, where the user's own one belongs, and that none is given elsewhere.
	mayMake bool
}

// Error returns the problem.
func (k *keyless) Error() string { return k.problem }

// from says where the identities come from.
func (k *keyring) from() string {
	if k.text.IsSet() {
		return keyVariable
	}
	return strconv.Quote(k.file)
}

// identities returns at least one. They are read anew each time, and kept nowhere. The error is a *keyless.
func (k *keyring) identities() ([]identity, error) {
	switch {
	case k.text.IsSet():
		return k.parse(k.text.Reveal())
	case k.file == "":
		return nil, &keyless{problem: "neither " + keyVariable + " nor " + keyFileVariable + " is set, and your home directory " +
			"is not known"}
	}
	text, err := k.read()
	switch {
	case err == nil:
		return k.parse(text)
	case isMissing(err) && k.namedBy == "":
		return nil, &keyless{"neither " + keyVariable + " nor " + keyFileVariable + " is set, and there is no " + k.from(), true}
	case isMissing(err):
		return nil, &keyless{problem: "there is no " + k.from() + ", which " + k.namedBy + " names"}
	case errors.Is(err, errIrregular):
		return nil, &keyless{problem: k.from() + " is no regular file; the key itself may stand in " + keyVariable}
	case errors.Is(err, errTooLarge):
		return nil, &keyless{problem: k.from() + " is too large for a file of identities"}
	default:
		return nil, &keyless{problem: k.from() + " cannot be read: " + cause(err)}
	}
}

// maxKeyFile is how large a file of identities may be.
const maxKeyFile = 1 << 20

// read reads the file. Only a regular one: a pipe would be waited for, and can be read only once.
func (k *keyring) read() (string, error) {
	if info, err := os.Stat(k.file); err != nil || !info.Mode().IsRegular() {
		return "", cmp.Or(err, errIrregular)
	}
	file, err := os.Open(k.file)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if isShared(info) {
		k.warnShared(info)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if len(text) > maxKeyFile {
		err = cmp.Or(err, errTooLarge)
	}
	return string(text), err
}

// warnShared says in the log, which shows warnings by default, that others may use the identity.
func (k *keyring) warnShared(info fs.FileInfo) {
	k.warnOnce.Do(func() {
		k.log.Warn("the private key is open to other users of this machine; make it yours alone with chmod 600", "path", k.file,
			"mode", fmt.Sprintf("%#o", info.Mode().Perm()))
	})
}

// parse reads identities, one a line, among comments. Lines of other kinds of identities are left to other programs.
func (k *keyring) parse(text string) ([]identity, error) {
	var all []identity
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !strings.HasPrefix(line, identityPrefix) && strings.HasPrefix(line, "AGE-") {
			continue
		}
		one, err := age.ParseX25519Identity(line)
		if err != nil { // age's own words may quote it
			return nil, &keyless{problem: fmt.Sprintf("line %d of %s is no identity, which begins with %s and is a whole line as "+
				"age-keygen writes it", i+1, k.from(), identityPrefix)}
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, &keyless{problem: fmt.Sprintf("%s has no identity that zsv can use: none of its lines begins with %s", k.from(),
			identityPrefix)}
	}
	return all, nil
}

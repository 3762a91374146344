package vault

import (
	"crypto/x509"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zsv-dev/zsv/providers"
)

// roots returns the authorities that may sign the server's certificate, nil for the system's: VAULT_CACERT, else
// VAULT_CACERT_BYTES, else all files below VAULT_CAPATH.
func (e environment) roots() (*x509.CertPool, error) {
	switch {
	case e.get("CACERT") != "":
		return e.rootsOfFiles("CACERT", e.get("CACERT"))
	case e.get("CACERT_BYTES") != "":
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM([]byte(e.get("CACERT_BYTES"))) {
			return nil, e.malformed("CACERT_BYTES", "certificates in PEM form")
		}
		return pool, nil
	case e.get("CAPATH") != "":
		return e.rootsBelow(e.get("CAPATH"))
	}
	return nil, nil
}

func (e environment) rootsBelow(directory string) (*x509.CertPool, error) {
	var files []string
	err := filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, e.unreadable("CAPATH", directory)
	}
	return e.rootsOfFiles("CAPATH", files...)
}

func (e environment) rootsOfFiles(name string, files ...string) (*x509.CertPool, error) {
	pool, found := x509.NewCertPool(), false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, e.unreadable(name, file)
		}
		found = pool.AppendCertsFromPEM(text) || found
	}
	if !found {
		return nil, e.malformed(name, "a path to certificates in PEM form")
	}
	return pool, nil
}

func (e environment) unreadable(name, path string) error {
	return &providers.Error{Reason: providers.Unreachable,
		Detail: fmt.Sprintf("%s names %s, which cannot be read; correct it or unset it", e.name(name), path)}
}

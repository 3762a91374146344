package file

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// scratchName is the directory beside a store for what zsv needs to write it.
const scratchName = ".zsv"

// ignored is what .zsv/.gitignore says: git is to see nothing there but the encrypted store, which may be shared.
const ignored = "*\n!/secrets.age\n"

var errScratch = errors.New("not a directory of zsv's own")

// A scratch is the directory .zsv of a store, with the store's lock and its temporary files. All that it does stays in
// root.
type scratch struct {
	root  *os.Root
	dir   string // in root
	store string // what the names of its files begin with
}

// newScratch returns the scratch of a store's file or directory; name is its path in root.
func newScratch(root *os.Root, directory, store string) *scratch {
	if filepath.Base(filepath.Join(root.Name(), directory)) != scratchName {
		directory = filepath.Join(directory, scratchName)
	}
	return &scratch{root: root, dir: directory, store: store}
}

// prepare makes the directory and the file of the lock. Nothing is put there before git knows to ignore it.
func (s *scratch) prepare() error {
	if err := s.root.Mkdir(s.dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := s.root.Lstat(s.dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir(): // a link might lead to anything
		return errScratch
	}
	if err := s.ignore(); err != nil {
		return err
	}
	file, err := s.own(s.lockName(), os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	return file.Close()
}

// ignore sees to the .gitignore. Several processes may do so at once: they write the same, over one another.
func (s *scratch) ignore() error {
	name := filepath.Join(s.dir, ".gitignore")
	file, err := s.own(name, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // what matters was written and synced
	text, err := io.ReadAll(io.LimitReader(file, maxSize))
	if err != nil || bytes.HasPrefix(text, []byte("*\n")) || bytes.Contains(text, []byte("\n*\n")) {
		return err
	}
	if _, err := file.WriteAt([]byte(ignored), 0); err != nil {
		return err
	}
	if err := file.Truncate(int64(len(ignored))); err != nil {
		return err
	}
	return file.Sync()
}

// own opens a file in the directory that is no link: one might lead to a file of the project.
func (s *scratch) own(name string, flag int) (*os.File, error) {
	info, err := s.root.Lstat(name)
	switch {
	case isMissing(err):
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errScratch
	}
	return s.root.OpenFile(name, flag, 0o600)
}

// temporary returns the name of a temporary file or directory, which is new.
func (s *scratch) temporary() string {
	return filepath.Join(s.dir, s.store+"."+rand.Text()+temporarySuffix)
}

const temporarySuffix = ".tmp"

// clear removes what a crash left behind. Only the holder of the lock may: the files of another one are in use.
func (s *scratch) clear() {
	directory, err := s.root.Open(s.dir)
	if err != nil {
		return
	}
	defer directory.Close() //nolint:errcheck // it was only read
	names, _ := directory.Readdirnames(-1)
	for _, name := range names {
		if s.isTemporary(name) {
			_ = s.root.RemoveAll(filepath.Join(s.dir, name)) // what stays will be tried again
		}
	}
}

// isTemporary says whether a name is that of a temporary file of this store: another store's may begin likewise.
func (s *scratch) isTemporary(name string) bool {
	rest, ours := strings.CutPrefix(name, s.store+".")
	random, temporary := strings.CutSuffix(rest, temporarySuffix)
	return ours && temporary && len(random) == len(rand.Text()) && strings.Trim(random, randomCharacters) == ""
}

// randomCharacters are those of rand.Text.
const randomCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

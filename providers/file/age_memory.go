package file

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"

	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
)

// memoryName is the directory, beside the user's identity, that has one file for each project in which zsv has written an
// encrypted store for the user.
const memoryName = "known-recipients"

// A memory keeps whom the user knows to read the encrypted stores of a project. age does not sign: whoever knows the public
// keys can make another store for the same people and more, and the list in it then says whatever they like. As with the
// hosts that ssh knows, the list is believed when the user first meets the project's stores, and compared from then on. Only
// writing fills the memory: to look is to leave no trace. Of two writers at once the last one is remembered, and for what
// the other one knew the user is asked again.
type memory struct {
	dir      string // "" where the user's directory is not known, so that nothing is remembered
	root     string // of the project
	log      *slog.Logger
	warnOnce sync.Once
}

func newMemory(around providers.Surroundings) *memory {
	m := &memory{root: around.ProjectDir, log: around.Log}
	if around.ConfigDir != "" {
		m.dir = filepath.Join(around.ConfigDir, memoryName)
	}
	return m
}

// An acquaintance is what is remembered of a project.
type acquaintance struct {
	Project string `json:"project"`
	// Stores are the public keys of each store's readers. A store's name is its path in the project, else an absolute one, and
	// goes through no link.
	Stores map[string][]string `json:"stores"`
}

// acquainted returns those of the recipients of a store whom the user knows to read it: all of them, where the user meets the
// project's stores for the first time. In a project that is known nobody is known to read a store which is not: a
// configuration can name another path.
func (m *memory) acquainted(store string, recipients []string) (known []string, isFirst bool, err error) {
	if m.dir == "" {
		return recipients, false, nil
	}
	found, err := m.recall()
	switch {
	case err != nil:
		return nil, false, err
	case len(found.Stores) == 0:
		return recipients, true, nil
	}
	remembered := found.Stores[m.nameOf(store)]
	return without(recipients, func(name string) bool { return !slices.Contains(remembered, name) }), false, nil
}

// recall reads what is remembered of the project. What cannot be read is an error and not forgotten: it would let anyone in.
func (m *memory) recall() (acquaintance, error) {
	file := m.file()
	text, err := os.ReadFile(file)
	switch {
	case isMissing(err), errors.Is(err, syscall.ENOTDIR), m.isOutOfReach(err):
		return acquaintance{}, nil
	case err != nil:
		return acquaintance{}, unreadable(file, cause(err))
	}
	var found acquaintance
	if json.Unmarshal(text, &found) != nil || found.Project != m.project() || len(found.Stores) == 0 {
		return acquaintance{}, unreadable(file, "it is not as zsv wrote it")
	}
	return found, nil
}

// isOutOfReach says whether an error is for the user's whole directory, which may be somebody else's or none.
func (m *memory) isOutOfReach(err error) bool {
	_, dirErr := os.Stat(m.dir)
	return errors.Is(err, fs.ErrPermission) && errors.Is(dirErr, fs.ErrPermission)
}

func unreadable(file, problem string) error {
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("%s, where zsv remembers who can read the encrypted "+
		"stores of this project, cannot be read: %s; make sure that you know all who can, and remove it, to have zsv remember "+
		"anew", strconv.Quote(file), problem)}
}

func (m *memory) project() string { return project.Identity(m.root) }

// file returns the file of the project.
func (m *memory) file() string {
	sum := sha256.Sum256([]byte(m.project()))
	return filepath.Join(m.dir, hex.EncodeToString(sum[:16])+".json")
}

// nameOf returns the name of a store at a path without links: the same in each work tree of a repository.
func (m *memory) nameOf(store string) string {
	name, err := filepath.Rel(canonical(m.root), store)
	if err != nil || !filepath.IsLocal(name) {
		return store
	}
	return filepath.ToSlash(name)
}

// remember keeps who can read a store from now on, of those who could before. That it fails is no failure of the write
// that it comes after.
func (m *memory) remember(store string, before, readers []string) {
	if m.dir == "" {
		return
	}
	found, err := m.recall()
	if err == nil {
		err = m.keep(found, m.nameOf(store), before, readers)
	}
	if err != nil {
		m.warnOnce.Do(func() {
			m.log.Warn("zsv cannot remember who can read the encrypted store, and will not notice who is new to it", "path",
				m.file(), "cause", cause(err))
		})
	}
}

// keep writes what is new, if anything is. Who has left a store is forgotten with the stores of the project that are not there
// any more: one of them may have been this one.
func (m *memory) keep(found acquaintance, store string, before, readers []string) error {
	next := acquaintance{m.project(), map[string][]string{}}
	hasLeft := func(name string) bool {
		return !slices.Contains(readers, name) && (slices.Contains(before, name) || slices.Contains(found.Stores[store], name))
	}
	for other, known := range found.Stores {
		if _, err := os.Lstat(project.Absolute(canonical(m.root), filepath.FromSlash(other))); isMissing(err) {
			known = without(known, hasLeft)
		}
		next.Stores[other] = known
	}
	next.Stores[store] = without(readers, func(string) bool { return false })
	if next.Project == found.Project && maps.EqualFunc(next.Stores, found.Stores, slices.Equal) {
		return nil
	}
	text, err := json.MarshalIndent(next, "", "  ")
	return cmp.Or(err, overwrite(m.file(), append(text, '\n')))
}

// overwrite puts a text in the place of a file, for its owner alone, and makes the directory that it is in.
func overwrite(path string, text []byte) error {
	directory := filepath.Dir(path)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	temporary := filepath.Join(directory, "."+filepath.Base(path)+"."+rand.Text()+temporarySuffix)
	err := createWhole(temporary, text)
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		_ = os.Remove(temporary) // which may not be there
	}
	return err
}

package file

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/providers"
)

// memoryName is the directory, beside the user's identity, that has one file for each encrypted store that zsv has written
// for the user.
const memoryName = "known-recipients"

// A memory keeps whom the user knows to read which encrypted store. age does not sign: whoever knows the public keys can
// make another store for the same people and more, and the list in it then says whatever they like. As with the hosts that
// ssh knows, the list is believed when the user first meets a project's stores, and compared from then on. Only writing
// fills the memory: to look is to leave no trace.
type memory struct {
	dir      string // "" where the user's directory is not known, so that nothing is remembered
	project  string // the root of the project
	log      *slog.Logger
	warnOnce sync.Once
}

func newMemory(around providers.Surroundings) *memory {
	m := &memory{project: around.ProjectDir, log: around.Log}
	if around.ConfigDir != "" {
		m.dir = filepath.Join(around.ConfigDir, memoryName)
	}
	return m
}

// An acquaintance is what the memory has of one store.
type acquaintance struct {
	Store      string   `json:"store"` // its absolute path, without links
	Recipients []string `json:"recipients"`
}

// acquainted returns those of the recipients of a store whom the user knows to read it: all of them, where the user meets
// the project's stores for the first time.
func (m *memory) acquainted(store string, recipients []string) (known []string, isFirst bool, err error) {
	if m.dir == "" {
		return recipients, false, nil
	}
	remembered, isKnown, err := m.recall(store)
	if err != nil || !isKnown {
		return recipients, !isKnown, err
	}
	return slices.DeleteFunc(slices.Clone(recipients), func(name string) bool { return !slices.Contains(remembered, name) }),
		false, nil
}

// recall returns whom the user knows to read a store. For one that is new in a project whose other stores are known, these
// are the readers of those: a configuration that names another path is not met for the first time. isKnown is false where
// the user has yet to meet any of them.
func (m *memory) recall(store string) (recipients []string, isKnown bool, err error) {
	found, err := m.read(m.fileOf(store))
	if err == nil {
		return found.Recipients, true, nil
	}
	if !isMissing(err) {
		return nil, false, err
	}
	return m.recallProject()
}

// recallProject returns all whom the user knows to read any store of the project.
func (m *memory) recallProject() (recipients []string, isKnown bool, err error) {
	entries, err := os.ReadDir(m.dir)
	if err != nil && !isMissing(err) {
		return nil, false, m.unreadable(m.dir, cause(err))
	}
	project := canonical(m.project)
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != memoryExtension {
			continue
		}
		found, err := m.read(filepath.Join(m.dir, entry.Name()))
		if err != nil && !isMissing(err) {
			return nil, false, err
		}
		if err == nil && isBelow(found.Store, project) {
			isKnown = true
			recipients = append(recipients, found.Recipients...)
		}
	}
	return recipients, isKnown, nil
}

// memoryExtension is that of the files of a memory.
const memoryExtension = ".json"

// fileOf returns the file of a store.
func (m *memory) fileOf(store string) string {
	sum := sha256.Sum256([]byte(store))
	return filepath.Join(m.dir, hex.EncodeToString(sum[:16])+memoryExtension)
}

// read reads what is remembered of a store. What cannot be read is an error and not forgotten: it would let anyone in.
func (m *memory) read(file string) (acquaintance, error) {
	text, err := os.ReadFile(file)
	switch {
	case isMissing(err):
		return acquaintance{}, err
	case err != nil:
		return acquaintance{}, m.unreadable(file, cause(err))
	}
	var found acquaintance
	if json.Unmarshal(text, &found) != nil || found.Store == "" || len(found.Recipients) == 0 {
		return acquaintance{}, m.unreadable(file, "it is not as zsv wrote it")
	}
	return found, nil
}

func (m *memory) unreadable(path, problem string) error {
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("nothing was written: %s, where zsv remembers who can "+
		"read your encrypted stores, cannot be read: %s; look who can, and then remove it, to have zsv remember anew",
		strconv.Quote(path), problem)}
}

// remember keeps who can read a store. That it fails is no failure of the write that it comes after.
func (m *memory) remember(store string, recipients []string) {
	if m.dir == "" {
		return
	}
	recipients = slices.Compact(slices.Sorted(slices.Values(recipients)))
	file := m.fileOf(store)
	if found, err := m.read(file); err == nil && slices.Equal(found.Recipients, recipients) {
		return
	}
	text, err := json.MarshalIndent(acquaintance{store, recipients}, "", "  ")
	if err = cmp.Or(err, overwrite(file, append(text, '\n'))); err != nil {
		m.warnOnce.Do(func() {
			m.log.Warn("zsv cannot remember who can read the encrypted store, and will not notice who is new to it", "path", file,
				"cause", cause(err))
		})
	}
}

// overwrite puts a text in the place of a file, for its owner alone, and makes the directory that it is in.
func overwrite(path string, text []byte) error {
	directory := filepath.Dir(path)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	temporary := filepath.Join(directory, "."+strings.TrimSuffix(filepath.Base(path), memoryExtension)+"."+rand.Text()+
		temporarySuffix)
	err := createWhole(temporary, text)
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}

package file

import (
	"errors"
	"io/fs"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

var _ catalog = directory{}

// Fetch reads the files of one secret, as they are at one moment.
func (d directory) Fetch(query providers.Query) providers.Fetched {
	fetched, ok := steadily(d, query.Location, func() providers.Fetched { return d.take(query) })
	if !ok {
		return providers.Fetched{Reason: restlessReason, Detail: restless}
	}
	return fetched
}

func (d directory) take(query providers.Query) providers.Fetched {
	if len(query.Keys) == 0 {
		list := d.listKeys(query.Location)
		if list.Secret != providers.Present {
			return providers.Fetched{Secret: list.Secret, Reason: list.Reason, Detail: list.Detail}
		}
		query.Keys = list.Keys
	}
	answer := d.look(query)
	values := map[string]providers.Value{}
	for name, key := range answer.Keys {
		if key.Status != providers.Present {
			continue
		}
		text, err := d.value(query.Location, name)
		if err != nil {
			answer.Keys[name] = unreadKey(err)
			continue
		}
		values[name] = providers.NewValue(string(text))
	}
	return fetch(answer, func(key string) (providers.Value, bool) {
		text, ok := values[key]
		return text, ok
	})
}

func (d directory) value(secret, key string) ([]byte, error) {
	at, _, err := d.find(secret + "/" + key)
	if err != nil {
		return nil, err
	}
	return readFile(at)
}

// unreadKey is the answer for a key whose file was there and could not be read.
func unreadKey(err error) providers.Key {
	switch {
	case isMissing(err):
		return providers.Key{Status: providers.Missing}
	case errors.Is(err, errTooLarge):
		return invalidKey("its file has more than %d MiB", maxSize>>20)
	default:
		reason, detail := whyNot(err)
		return providers.Key{Reason: reason, Detail: detail}
	}
}

// ListKeys returns the names of a secret's files, as they are at one moment.
func (d directory) ListKeys(location string) providers.KeyList {
	list, ok := steadily(d, location, func() providers.KeyList { return d.listKeys(location) })
	if !ok {
		return providers.KeyList{Reason: restlessReason, Detail: restless}
	}
	return list
}

func (d directory) listKeys(location string) providers.KeyList {
	answer := d.look(providers.Query{Location: location})
	list := providers.KeyList{Secret: answer.Secret, Reason: answer.Reason, Detail: answer.Detail}
	if answer.Secret != providers.Present {
		return list
	}
	keys, err := d.keys(location)
	if err != nil {
		list.Secret = providers.Unverified
		list.Reason, list.Detail = whyNot(err)
	}
	list.Keys = keys
	return list
}

// keys returns the names of all files of a secret, those that links lead to included.
func (d directory) keys(location string) ([]string, error) {
	at, _, err := d.find(location)
	if err != nil {
		return nil, err
	}
	entries, err := readDirectory(at, 0)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if !isHidden(entry.Name()) && d.isKey(location, entry) {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func (d directory) isKey(location string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return !entry.IsDir()
	}
	_, info, err := d.find(location + "/" + entry.Name())
	return err == nil && !info.IsDir()
}

// errTooMany is about more names than anyone reads.
var errTooMany = errors.New("too many names")

// List returns the names of all directories that hold files, or nothing at all; one that holds only other directories
// groups the secrets in it.
func (d directory) List() ([]string, error) {
	names := map[string]bool{}
	err := d.walk("", names, maxDepth)
	return slices.Sorted(maps.Keys(names)), err
}

// walk notes the secrets in and below a directory of this one.
func (d directory) walk(location string, names map[string]bool, depth int) error {
	at := place{path: d.path, root: d.path}
	if location != "" {
		var err error
		if at, _, err = d.find(location); err != nil {
			return err
		}
	}
	entries, err := readDirectory(at, 0)
	if err != nil {
		return err
	}
	if len(names) > maxEntries || depth == 0 {
		return errTooMany
	}
	isSecret := len(entries) == 0
	for _, entry := range entries {
		if isHidden(entry.Name()) {
			continue
		}
		below := d.directoryIn(location, entry)
		switch {
		case below == "":
			isSecret = true
		case entry.IsDir():
			if err := d.walk(below, names, depth-1); err != nil {
				return err
			}
		default: // a link, which may lead back to where the walk came from
			names[below] = true
		}
	}
	if location != "" && isSecret {
		names[location] = true
	}
	return nil
}

// directoryIn returns the location of an entry that is a directory; "" for a file, and for what leads nowhere or out.
func (d directory) directoryIn(location string, entry fs.DirEntry) string {
	below := entry.Name()
	if location != "" {
		below = location + "/" + entry.Name()
	}
	if entry.Type()&fs.ModeSymlink != 0 {
		if _, info, err := d.find(below); err == nil && info.IsDir() {
			return below
		}
	} else if entry.IsDir() {
		return below
	}
	return ""
}

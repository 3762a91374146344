package command

import (
	"fmt"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// deepest is how deep JSON may be nested.
const deepest = 100

// A reader reads the output of an operation.
type reader struct {
	operation *commandline.Operation
	namesOnly bool // keys are not wanted
}

// read returns the secrets in an output, by location: one, where the operation was run for one. The error says in a clause what
// the output is not, and quotes nothing of it.
func (r reader) read(location string, stdout []byte) (map[string]*found, error) {
	switch o := r.operation; o.Output {
	case commandline.JSON:
		return r.readJSON(location, stdout)
	case commandline.Lines:
		return readLines(o, stdout)
	case commandline.Text:
		return map[string]*found{location: {status: providers.Present, keys: map[string]entry{o.OnlyKey: textEntry(o, stdout)}}}, nil
	default:
		return map[string]*found{location: readNothing(o, stdout)}, nil
	}
}

// textEntry is a key whose value is the whole output.
func textEntry(o *commandline.Operation, stdout []byte) entry {
	text := string(stdout)
	if o.TrimNewline {
		text = trimNewline(text)
	}
	return entry{Key: textKey(text), value: providers.NewValue(text), hasValue: true}
}

func trimNewline(text string) string {
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
		if n > 1 && text[n-2] == '\r' {
			text = text[:n-2]
		}
	}
	return text
}

// readNothing is what an exit code says. What the program has printed is taken for one value.
func readNothing(o *commandline.Operation, stdout []byte) *found {
	f := &found{status: providers.Present}
	if o.OnlyKey != "" {
		f.keys = map[string]entry{o.OnlyKey: {Key: providers.Key{Status: providers.Present}}}
	}
	if o.ReadsValues == nil && len(stdout) > 0 || o.ReadsValues != nil && *o.ReadsValues {
		f.disclosed = 1
	}
	return f
}

func (r reader) readJSON(location string, stdout []byte) (map[string]*found, error) {
	root, err := strictjson.Parse(stdout, deepest)
	if err != nil {
		return nil, fmt.Errorf("JSON (%w)", err)
	}
	secret := r.operation.Secret
	if secret != nil && secret.List != nil {
		return r.readSecrets(root)
	}
	if secret != nil {
		name, err := nameAt(root, *secret.Name)
		if err != nil {
			return nil, err
		}
		if name != location {
			return map[string]*found{location: {reason: providers.Invalid,
				detail: "the program answered with a secret of another name"}}, nil
		}
	}
	f, err := r.readKeys(root)
	return map[string]*found{location: f}, err
}

// readSecrets reads an array of secrets.
func (r reader) readSecrets(root any) (map[string]*found, error) {
	path := *r.operation.Secret.List
	items, ok := at(root, path).([]any)
	if !ok {
		return nil, fmt.Errorf("JSON with an array of secrets at %q", path)
	}
	all := make(map[string]*found, len(items))
	for _, item := range items {
		name, err := itemName(item, r.operation.Secret.Name)
		if err != nil {
			return nil, err
		}
		f, err := r.readItem(item)
		if err != nil {
			return nil, err
		}
		if first := all[name]; first != nil {
			f = &found{reason: providers.Invalid, disclosed: first.disclosed + f.disclosed,
				detail: "the store has two secrets of this name, and it is not known which one counts"}
		}
		all[name] = f
	}
	return all, nil
}

// itemName returns the name of an item, which is the item itself where no path is given.
func itemName(item any, path *commandline.Path) (string, error) {
	if path == nil {
		path = &commandline.Path{}
	}
	return nameAt(item, *path)
}

func nameAt(node any, path commandline.Path) (string, error) {
	name, ok := at(node, path).(string)
	if !ok {
		return "", fmt.Errorf("JSON with the name of a secret at %q", path)
	}
	return name, nil
}

// readItem reads one of several secrets. One of which but the name is wanted, or there is no more, says nothing of its keys.
func (r reader) readItem(item any) (*found, error) {
	if r.namesOnly || r.operation.Secret.Name == nil {
		return &found{status: providers.Present, disclosed: r.disclosedBy(item)}, nil
	}
	return r.readKeys(item)
}

// disclosedBy says how many values are in an item of which the name is read. Where nobody said, what is beside the name is taken
// for one.
func (r reader) disclosedBy(item any) int {
	reads := r.operation.ReadsValues
	if reads != nil && *reads || reads == nil && hasMore(item) {
		return 1
	}
	return 0
}

// hasMore says whether there is anything in an item beside one text, which is its name.
func hasMore(item any) bool {
	object, _ := item.(strictjson.Object)
	for _, inner := range object {
		if len(object) > 1 || hasMore(inner) {
			return true
		}
	}
	return false
}

// at follows a path; nil: there is nothing.
func at(node any, path commandline.Path) any {
	for _, name := range path {
		object, ok := node.(strictjson.Object)
		if !ok {
			return nil
		}
		node = object[name]
	}
	return node
}

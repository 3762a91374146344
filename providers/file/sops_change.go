package file

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// A step is one call of sops: to set a value, which goes to its standard input, or to take away what is at a path.
type step struct {
	path  []string
	value string // JSON; "" takes away
}

// arguments returns those of the call. No value is among them.
func (s step) arguments(syntax, file string) []string {
	types := []string{"--input-type", syntax, "--output-type", syntax}
	index := ""
	for _, name := range s.path {
		index += `["` + name + `"]`
	}
	if s.value == "" {
		return slices.Concat([]string{"unset"}, types, []string{file, index})
	}
	return slices.Concat([]string{"set"}, types, []string{"--value-stdin", file, index})
}

// edited returns the text after several steps, which are made in a copy.
func (s sealedText) edited(ctx context.Context, steps []step) (text []byte, err error) {
	err = inFile(s.text, s.format.syntax, func(path string) error {
		for _, step := range steps {
			if _, err := s.run(ctx, []byte(step.value), step.arguments(s.format.syntax, path)...); err != nil {
				return s.unchanged(err)
			}
		}
		text, err = readCopy(path)
		return err
	})
	return text, err
}

// unchanged says of what older programs do not know what to do instead.
func (s sealedText) unchanged(err error) error {
	var known *providers.Error
	if _, missing := s.format.sops.find(); missing == nil && errors.As(err, &known) && known.Reason == providers.Plugin {
		return s.byHand("sops could not change it; zsv needs sops 3.11 or newer for that")
	}
	return err
}

// inFile calls work with the path of a file of the user's alone that has a text, and removes it.
func inFile(text []byte, syntax string, work func(path string) error) (err error) {
	directory, err := os.MkdirTemp("", "zsv-sops-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()
	path := filepath.Join(directory, "copy."+syntax)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return err
	}
	return work(path)
}

func readCopy(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	return readLimited(file)
}

// vetSealed refuses what SOPS has no form for.
func vetSealed(change providers.Change, syntax string) error {
	if syntax == formatDotenv {
		return dotenvFormat{}.vet(change)
	}
	if err := vetTexts(change, "a file that SOPS encrypts"); err != nil {
		return err
	}
	for _, name := range slices.Concat([]string{change.Location}, slices.Sorted(maps.Keys(change.Set)), change.Remove) {
		if err := vetSOPSName(name); err != nil {
			return err
		}
	}
	return nil
}

// vetSOPSName refuses names that sops cannot be told of, as its paths know no escapes, and the one that it writes without the
// quotes that it needs in YAML.
func vetSOPSName(name string) error {
	if name == "<<" || name == sealName || strings.ContainsAny(name, `"'[]\`) || strings.ContainsFunc(name, unicode.IsControl) {
		return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("sops has no way to be told to set, or take away, "+
			"the "+
			"name %q; give it another one, or use sops edit", name)}
	}
	return nil
}

// sopsSteps returns the calls that make a revision of a map of secrets.
func (r revision) sopsSteps() []step {
	if r.drop {
		return []step{{path: []string{r.secret}}}
	}
	if r.create { // in one call
		var keys []string
		for _, key := range r.sorted() {
			keys = append(keys, quoteJSON(key)+":"+quoteJSON(r.set[key]))
		}
		return []step{{[]string{r.secret}, "{" + strings.Join(keys, ",") + "}"}}
	}
	var all []step
	for _, key := range r.sorted() {
		all = append(all, step{[]string{r.secret, key}, quoteJSON(r.set[key])})
	}
	for _, key := range r.remove {
		all = append(all, step{path: []string{r.secret, key}})
	}
	return all
}

// change makes a change with sops.
func (d *sealedDocument) change(ctx context.Context, change providers.Change) ([]byte, providers.Written, error) {
	if d.isManifest {
		return nil, providers.Written{}, errManifest
	}
	if err := vetSealed(change, d.format.syntax); err != nil {
		return nil, providers.Written{}, err
	}
	r, written, err := d.revise(change)
	if err != nil || r.isNothing() {
		return nil, written, err
	}
	text, err := d.revised(ctx, r)
	return text, written, err
}

// drop deletes a secret with sops.
func (d *sealedDocument) drop(ctx context.Context, location string) ([]byte, error) {
	if d.isManifest {
		return nil, errManifest
	}
	r, err := d.reviseRemoval(location)
	if err != nil {
		return nil, err
	}
	return d.revised(ctx, r)
}

// revised returns the text with a revision. It is taken for what it reads as: the change, and all else as it was.
func (d *sealedDocument) revised(ctx context.Context, r revision) ([]byte, error) {
	text, err := d.edited(ctx, r.sopsSteps())
	if err != nil {
		return nil, err
	}
	again, err := d.format.parse(text)
	after, ok := again.(*sealedDocument)
	if err != nil || !ok || !d.isAsWanted(after, r) {
		return nil, d.byHand("sops changed something else, too, so nothing was written")
	}
	return text, nil
}

// isAsWanted says whether another text differs by a revision alone: sops encrypts anew what changes and nothing else.
func (d *sealedDocument) isAsWanted(after *sealedDocument, r revision) bool {
	want, got := maps.Clone(d.values), maps.Clone(after.values)
	for key, value := range r.set {
		name := imageName{r.secret, key, true}
		stands, isText := strings.CutPrefix(got[name], "!!str ")
		if !isText || !d.seal.isSet(stands, value, r.secret, key) {
			return false
		}
		delete(want, name)
		delete(got, name)
	}
	for _, key := range r.remove {
		delete(want, imageName{r.secret, key, true})
	}
	if r.drop {
		maps.DeleteFunc(want, func(name imageName, _ string) bool { return name.secret == r.secret })
	}
	before, now := d.names(), after.names()
	if r.create {
		before = slices.Sorted(slices.Values(append(before, r.secret)))
	}
	before = slices.DeleteFunc(before, func(name string) bool { return r.drop && name == r.secret })
	return maps.Equal(want, got) && slices.Equal(before, now)
}

// write is not for what a program changes.
func (d *sealedDocument) write(providers.Change) ([]byte, providers.Written, error) {
	return nil, providers.Written{}, d.byHand("it is encrypted with SOPS")
}

// remove is not for what a program changes.
func (d *sealedDocument) remove(string) ([]byte, error) {
	return nil, d.byHand("it is encrypted with SOPS")
}

// An absentSeal is a file that is to be encrypted with SOPS and is not there. For whom, only its owner knows.
type absentSeal struct {
	document
	shown string
}

// absent returns the store that is not there yet.
func (f textFormat) absent() (document, error) {
	blank, err := plainFormats[f.syntax].blank()
	return absentSeal{blank, f.shown}, err
}

func (a absentSeal) refusal() error {
	return &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("there is no file %q yet, and for whom it is to be "+
		"encrypted only you can say; make it with: sops edit %s", a.shown, shell.Quote(a.shown))}
}

package file

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
)

// vetSealed refuses what SOPS has no form for.
func vetSealed(change providers.Change, syntax string) error {
	if syntax == formatDotenv {
		return dotenvFormat{}.vet(change)
	}
	if err := vetTexts(change, "a file that SOPS encrypts"); err != nil {
		return err
	}
	for _, name := range slices.Concat([]string{change.Location}, slices.Sorted(maps.Keys(change.Set)), change.Remove) {
		if err := sops.VetName(name); err != nil {
			return err
		}
	}
	return nil
}

// sopsSteps returns the calls that make a revision of a map of secrets.
func (r revision) sopsSteps() []sops.Step {
	if r.drop {
		return []sops.Step{{Path: []string{r.secret}}}
	}
	if r.create { // in one call
		var keys []string
		for _, key := range r.sorted() {
			keys = append(keys, quoteJSON(key)+":"+quoteJSON(r.set[key]))
		}
		return []sops.Step{{Path: []string{r.secret}, Value: "{" + strings.Join(keys, ",") + "}"}}
	}
	var all []sops.Step
	for _, key := range r.sorted() {
		all = append(all, sops.Step{Path: []string{r.secret, key}, Value: quoteJSON(r.set[key])})
	}
	for _, key := range r.remove {
		all = append(all, sops.Step{Path: []string{r.secret, key}})
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
	text, err := d.Edited(ctx, r.sopsSteps())
	if err != nil {
		return nil, err
	}
	again, err := d.format.parse(text)
	after, ok := again.(*sealedDocument)
	if err != nil || !ok || !d.isAsWanted(after, r) {
		return nil, d.ByHand("sops changed something else, too, so nothing was written")
	}
	return text, nil
}

// isAsWanted says whether another text differs by a revision alone: sops encrypts anew what changes and nothing else.
func (d *sealedDocument) isAsWanted(after *sealedDocument, r revision) bool {
	want, got := maps.Clone(d.values), maps.Clone(after.values)
	for key, value := range r.set {
		name := imageName{r.secret, key, true}
		stands, isText := strings.CutPrefix(got[name], "!!str ")
		if !isText || !d.Seal.IsSet(stands, value, r.secret, key) {
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
	before, now := slices.Clone(d.names()), after.names()
	if r.create {
		before = slices.Sorted(slices.Values(append(before, r.secret)))
	}
	before = slices.DeleteFunc(before, func(name string) bool { return r.drop && name == r.secret })
	return maps.Equal(want, got) && slices.Equal(before, now)
}

// write is not for what a program changes.
func (d *sealedDocument) write(providers.Change) ([]byte, providers.Written, error) {
	return nil, providers.Written{}, d.ByHand("it is encrypted with SOPS")
}

// remove is not for what a program changes.
func (d *sealedDocument) remove(string) ([]byte, error) {
	return nil, d.ByHand("it is encrypted with SOPS")
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

package file

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

var _ interface {
	providers.Deleter
	providers.Renamer
} = named{}

// Vet refuses what the format has no form for, and all changes of what an orchestrator mounts, and of a manifest as far as it was
// seen to be one.
func (c *checker) Vet(change providers.Change) error {
	if err := c.vetMount(); err != nil {
		return err
	}
	if c.isManifest.Load() {
		return errManifest
	}
	if c.file != nil {
		return c.file.vet(change)
	}
	return vetDirectory(change)
}

// Write makes a change, under a lock.
func (c *checker) Write(ctx context.Context, change providers.Change) (providers.Written, error) {
	var written providers.Written
	if err := c.Vet(change); err != nil {
		return written, err
	}
	if change.Condition == providers.IfPresent && c.isMissing() {
		return written, providers.ErrSecretMissing
	}
	var isClear bool
	warnings, err := c.update(ctx, func(found document) ([]byte, error) {
		text, made, err := applyTo(ctx, found, change)
		written, isClear = made, !isSealed(found)
		return text, err
	}, func(d *directoryWriter) error {
		made, err := d.write(ctx, change)
		written, isClear = made, true
		return err
	})
	if err != nil {
		return providers.Written{}, err
	}
	written.Warnings = append(written.Warnings, warnings...)
	if len(written.Set) > 0 && isClear {
		written.Warnings = append(written.Warnings, c.exposure(ctx, change.Location)...)
	}
	return written, nil
}

// applyTo makes a change in a document, be it by a program.
func applyTo(ctx context.Context, found document, change providers.Change) ([]byte, providers.Written, error) {
	if closed, ok := found.(sealed); ok {
		return closed.change(ctx, change)
	}
	return found.write(change)
}

// removeFrom deletes a secret in a document, likewise.
func removeFrom(ctx context.Context, found register, location string) ([]byte, error) {
	if closed, ok := found.(*sealedDocument); ok {
		return closed.drop(ctx, location)
	}
	return found.remove(location)
}

// The documents of a named provider are registers: see New.

// Delete deletes a secret, under a lock. Nothing brings it back.
func (n named) Delete(ctx context.Context, location string) (string, error) {
	if n.isMissing() {
		return "", providers.ErrSecretMissing
	}
	warnings, err := n.update(ctx,
		func(found document) ([]byte, error) { return removeFrom(ctx, found.(register), location) },
		func(d *directoryWriter) error { return d.remove(ctx, location) })
	n.say(warnings)
	return "", err
}

// Rename gives a secret another name, under a lock.
func (n named) Rename(ctx context.Context, from, to string) error {
	if err := n.Vet(providers.Change{Location: to}); err != nil {
		return err
	}
	if n.isMissing() {
		return providers.ErrSecretMissing
	}
	warnings, err := n.update(ctx,
		func(found document) ([]byte, error) { return found.(register).rename(from, to) },
		func(d *directoryWriter) error { return d.rename(ctx, from, to) })
	n.say(warnings)
	return err
}

// isMissing says whether the store is not there yet, so that nothing needs to be made to see that a secret is not.
func (c *checker) isMissing() bool {
	at, err := c.trust.reach(c.path)
	if err == nil {
		_, err = stat(at)
	}
	return isMissing(err)
}

// say tells people at once of warnings that there is no other way to tell of.
func (c *checker) say(warnings []string) {
	for _, warning := range warnings {
		if c.tell != nil {
			c.tell("Warning: " + warning)
		}
	}
}

// update changes the store: a file by edit, a directory by work. Where an encrypted one gets readers that are new to it,
// or may lose some, the user is asked, while others may write; then it is tried again on what is there by then.
func (c *checker) update(ctx context.Context, edit func(document) ([]byte, error), work func(*directoryWriter) error) (
	[]string, error,
) {
	for {
		warnings, err := c.attempt(ctx, edit, work)
		if err == nil {
			c.log.Debug("wrote the secrets file", "path", c.path)
			return warnings, nil
		}
		if err = c.encrypted.consent(err); err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, c.explainWrite(err)
		}
	}
}

// attempt changes the store, or leaves it as it is and says why.
func (c *checker) attempt(ctx context.Context, edit func(document) ([]byte, error), work func(*directoryWriter) error) (
	[]string, error,
) {
	at, err := c.trust.reach(c.path)
	if err != nil && !isMissing(err) {
		return nil, err
	}
	if err := c.refuseMounted(at); err != nil {
		return nil, err
	}
	x := transaction{store: c.path, patience: c.patience, worthTelling: c.worthTelling, tell: c.tell}
	if c.file == nil {
		return x.updateDirectory(ctx, at, work)
	}
	if err := c.foresee(); err != nil {
		return nil, err
	}
	var found document
	warnings, err := x.update(ctx, at, func(text []byte) (edited []byte, err error) {
		if found, err = c.document(text); err != nil {
			return nil, err
		}
		if sealed, ok := found.(*ageDocument); ok {
			sealed.at = at.path
		}
		return edit(found)
	})
	if sealed, ok := found.(*ageDocument); ok && err == nil {
		return c.conclude(sealed), nil // that the file was open to others, as git leaves it, harms no encrypted one
	}
	return warnings, err
}

// foresee says why a store cannot be changed, or made where it is not there, before anything is made on the way to that.
func (c *checker) foresee() error {
	if !c.isMissing() {
		return c.foreseeManifest()
	}
	if c.encrypted != nil {
		return c.encrypted.foresee()
	}
	blank, err := c.file.blank()
	if absent, ok := blank.(absentSeal); ok {
		return absent.refusal()
	}
	return err
}

// foreseeManifest refuses a file that is seen to be a manifest. What else is wrong with it, the change itself finds.
func (c *checker) foreseeManifest() error {
	if c.encrypted != nil {
		return nil
	}
	if found, err := c.find(); err == nil && isManifestStore(found) {
		return errManifest
	}
	return nil
}

// document reads a text; nil is that of a store which is not there.
func (c *checker) document(text []byte) (document, error) {
	if text == nil {
		return c.file.blank()
	}
	return c.file.parse(text)
}

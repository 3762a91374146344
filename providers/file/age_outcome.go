package file

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An outcome is what there is to say of an edit.
type outcome struct {
	isFirst  bool     // whether the user meets the project's stores for the first time
	readers  []string // who can read the store now; nil where it was not looked at
	let      []string // who of them could not before
	warnings []string
	stay     []string // who can, although its block leaves them out
}

// settle notes who can read the store after an edit.
func (d *ageDocument) settle(readers, own []string) {
	f := d.format
	d.edited.readers = readers
	d.edited.let = f.readers.newcomers(d.recipients, own)
	d.edited.warnings = slices.Concat(f.gone(d.recipients, readers, own), f.useless(d.recipients, readers))
	d.edited.stay = f.readers.staying(d.recipients, own)
}

// conclude says what a write of an encrypted store comes to for its readers, and remembers them.
func (c *checker) conclude(d *ageDocument) (warnings []string) {
	f, edited := c.encrypted, d.edited
	if edited.readers == nil {
		return nil
	}
	f.known.remember(d.at, d.recipients, edited.readers)
	if edited.isFirst {
		f.introduce(c, d)
	}
	if len(edited.let) > 0 && c.tell != nil {
		c.tell(fmt.Sprintf("%s can be read from now on by %s too.", strconv.Quote(f.path), strings.Join(edited.let, ", ")))
	}
	return slices.Concat(edited.warnings, f.stayed(edited.stay))
}

// introduce says whom the user takes for readers of a store by writing to it for the first time.
func (f *ageFormat) introduce(c *checker, d *ageDocument) {
	others := without(d.recipients, func(name string) bool {
		return slices.Contains(d.own, name) || !slices.Contains(d.edited.readers, name)
	})
	if len(others) > 0 && c.tell != nil && !f.readers.hasNoticed("introduced") {
		c.tell(fmt.Sprintf("%s can also be read by %s; zsv remembers that, and will ask you about anyone who is new.",
			strconv.Quote(f.path), strings.Join(others, ", ")))
	}
}

// gone says who cannot read a store any more.
func (f *ageFormat) gone(before, after, own []string) []string {
	gone := without(before, func(name string) bool {
		return slices.Contains(after, name) || slices.Contains(own, name)
	})
	if len(gone) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("What is written to %s from now on cannot be read any more with the identity of %s. What it could "+
		"read so far may have been kept: replace the secrets that it must not know.", strconv.Quote(f.path),
		strings.Join(gone, ", "))}
}

// useless says, once a run, which of the user's words about recipients came to nothing in this store.
func (f *ageFormat) useless(before, after []string) (warnings []string) {
	r, path := f.readers, strconv.Quote(f.path)
	for _, name := range without(r.accept.yes(), func(name string) bool { return slices.Contains(after, name) }) {
		if !r.hasNoticed("accepted " + name) {
			warnings = append(warnings, fmt.Sprintf("Nobody was let into %s as %s: recipients in its provider's block does not name "+
				"that key; add it there first.", path, name))
		}
	}
	for _, name := range without(r.drop.yes(), func(string) bool { return false }) {
		if !r.hasNoticed("dropped "+name) && !slices.Contains(before, name) {
			warnings = append(warnings, fmt.Sprintf("Nobody could read %s as %s anyway.", path, name))
		}
	}
	return warnings
}

// stayed says, once a run, who can read a store although its block leaves them out.
func (f *ageFormat) stayed(names []string) []string {
	if len(names) == 0 || f.readers.hasNoticed(flags(dropFlag, names)) {
		return nil
	}
	return []string{fmt.Sprintf("Those whom recipients leaves out can still read %s; to end that, repeat the command with%s.",
		strconv.Quote(f.path), flags(dropFlag, names))}
}

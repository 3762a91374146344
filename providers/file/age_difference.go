package file

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/internal/shell"
)

// tellDifference says, once, that a store and its block do not name the same recipients: without the user's word neither
// follows the other.
func (c *checker) tellDifference(d *ageDocument) {
	if text := d.difference(); text != "" && c.tell != nil && !c.encrypted.readers.hasNoticed("difference") {
		c.tell(text)
	}
}

// difference says who is let in or left out by the block alone; "" if nobody is.
func (d *ageDocument) difference() string {
	if d.isNew {
		return ""
	}
	newcomers := d.format.readers.newcomers(d.recipients, d.own)
	unnamed := d.format.readers.unnamed(d.recipients, d.own)
	var parts []string
	if len(newcomers) > 0 {
		parts = append(parts, "it names "+strings.Join(newcomers, ", ")+", who cannot read the store yet")
	}
	if len(unnamed) > 0 {
		parts = append(parts, "it leaves out "+strings.Join(unnamed, ", ")+", who can read it")
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("The recipients of %s are not those of its provider's block: %s; if the block is right, run zsv secret "+
		"update %s%s%s.", strconv.Quote(d.format.path), strings.Join(parts, ", and "), d.anySecret(), flags(acceptFlag, newcomers),
		flags(dropFlag, unnamed))
}

// anySecret returns the name of a secret, with which any change of the store can be made: no key of it need change.
func (d *ageDocument) anySecret() string {
	for _, name := range slices.Sorted(maps.Keys(d.secrets)) {
		return shell.Quote(name)
	}
	return "NAME"
}

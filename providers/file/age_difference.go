package file

import (
	"fmt"
	"strconv"
	"strings"
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
		parts = append(parts, "it leaves out "+strings.Join(unnamed, ", ")+", who can")
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("The recipients of %s are not those of its provider's block: %s; if the block is right, run for any of its "+
		"secrets zsv secret update NAME%s%s.", strconv.Quote(d.format.path), strings.Join(parts, ", and "),
		flags(acceptFlag, newcomers), flags(dropFlag, unnamed))
}

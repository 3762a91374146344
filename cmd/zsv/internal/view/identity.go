package view

import (
	"bufio"
	"fmt"
)

// Identity shows the public keys of the user's identity, one a line for people, who copy the first.
type Identity struct {
	PublicKeys []string `json:"public_keys"`
	Source     string   `json:"source"`
}

func (i Identity) writeText(w *bufio.Writer, _ style) {
	for _, key := range i.PublicKeys {
		_, _ = fmt.Fprintln(w, scrub(key))
	}
}

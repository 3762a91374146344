package mask

import "strings"

// Text returns a text with a mask in place of each value.
func (m *Mask) Text(text string) string {
	var b strings.Builder
	w := m.Writer(&b)
	_, _ = w.Write([]byte(text)) // A strings.Builder takes everything.
	_ = w.Flush()
	return b.String()
}

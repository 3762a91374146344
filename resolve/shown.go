package resolve

import (
	"bytes"
	"strings"

	"github.com/zsv-dev/zsv/config"
)

// Located brings diagnostics into the report's form, with what the files say there. source returns the bytes of a file, or
// nil.
func Located(diags config.Diagnostics, directory string, source func(filename string) []byte) []Diagnostic {
	snippets := newSnippets(source)
	found := make([]Diagnostic, len(diags))
	for i, d := range diags {
		found[i] = NewDiagnostic(d, directory)
		if d.Range != nil {
			found[i].Snippet = snippets.at(*d.Range)
		}
	}
	return found
}

// MaskedLines returns the lines of a file without their line breaks, and with plaintext in sensitive attributes masked. What
// an output must not hold for other reasons, such as control characters, is in them.
func MaskedLines(src []byte, filename string) []string {
	text := bytes.TrimPrefix(src, []byte("\ufeff"))
	f := newMaskedFile(filename, text)
	if f == nil {
		return nil
	}
	lines := make([]string, len(f.lines))
	for n := range f.lines {
		lines[n] = f.wholeLine(n)
	}
	lines[0] = string(src[:len(src)-len(text)]) + lines[0]
	return lines
}

func (f *maskedFile) wholeLine(n int) string {
	end := len(f.src)
	if n+1 < len(f.lines) {
		end = f.lines[n+1]
	}
	var line strings.Builder
	for _, c := range f.cells(f.lines[n], end) {
		line.WriteString(c.text)
	}
	return strings.TrimSuffix(line.String(), "\n")
}

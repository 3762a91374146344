package terminal

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ReadShown reads a line as ReadHidden does, and shows it on w: what can be printed of it, and of a paste its first line
// alone. The lines after that may be secrets, and no one asked for them.
func ReadShown(r io.ByteScanner, w io.Writer) (string, error) {
	h := hiddenReader{from: r}
	shown := ""
	for {
		c, err := r.ReadByte()
		if err != nil {
			return "", endOfInput(err)
		}
		done, err := h.key(c)
		if err != nil {
			return "", err
		}
		h.text, _, _ = bytes.Cut(h.text, []byte("\n"))
		h.text = h.text[:min(len(h.text), maxLine)]
		line := printable(h.text)
		_, _ = io.WriteString(w, change(shown, line))
		if shown = line; done {
			_, _ = io.WriteString(w, "\n")
			return line, nil
		}
	}
}

// maxLine is how many bytes a line has at most, as on terminals.
const maxLine = 4096

// printable returns the characters of a text that can be shown, without one that has only begun.
func printable(text []byte) string {
	return strings.Map(func(c rune) rune {
		if c == utf8.RuneError || !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, string(text))
}

// change returns what makes one line of another one on a terminal. As for the terminal itself, a character has one column.
func change(before, after string) string {
	same := 0
	for i, c := range before {
		if !strings.HasPrefix(after[i:], string(c)) {
			break
		}
		same = i + utf8.RuneLen(c)
	}
	return strings.Repeat("\b \b", utf8.RuneCountInString(before[same:])) + after[same:]
}

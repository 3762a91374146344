package terminal

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// Sequences of a terminal that brackets what is pasted, so that the ends of its lines are told from the key that ends the
// input (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html, "Bracketed Paste Mode").
const (
	BracketPastes = "\x1b[?2004h"
	PlainPastes   = "\x1b[?2004l"
	pasteBegins   = "\x1b[200~"
	pasteEnds     = "\x1b[201~"
)

// ErrInterrupted says that the user gave up at a prompt.
var ErrInterrupted = errors.New("interrupted at a prompt")

const (
	ctrlC     = 0x03
	ctrlD     = 0x04
	backspace = 0x08
	ctrlU     = 0x15
	ctrlW     = 0x17
	escape    = 0x1b
	del       = 0x7f
)

// ReadHidden reads what is typed into a terminal that Hide has prepared, up to Enter, which is not part of it. Backspace
// takes back a character, Ctrl-W a word, Ctrl-U all. What is pasted in brackets is taken as it is, with its lines. Other keys
// that send sequences, such as arrows, or control characters, but for Tab, count for nothing. Ctrl-D or the end of the input
// at the beginning is ErrInterrupted.
func ReadHidden(r io.ByteScanner) ([]byte, error) {
	h := hiddenReader{from: r}
	for {
		c, err := r.ReadByte()
		if err != nil {
			return nil, endOfInput(err)
		}
		done, err := h.key(c)
		if done || err != nil {
			return h.text, err
		}
	}
}

func endOfInput(err error) error {
	if errors.Is(err, io.EOF) {
		return ErrInterrupted
	}
	return err
}

type hiddenReader struct {
	from io.ByteScanner
	text []byte
}

// key takes one byte, and says whether it ends the input.
func (h *hiddenReader) key(c byte) (done bool, err error) {
	switch c {
	case '\r', '\n':
		return true, nil
	case ctrlC:
		return true, ErrInterrupted
	case ctrlD:
		if len(h.text) == 0 {
			return true, ErrInterrupted
		}
	case backspace, del:
		_, size := utf8.DecodeLastRune(h.text)
		h.text = h.text[:len(h.text)-size]
	case ctrlU:
		h.text = h.text[:0]
	case ctrlW:
		word := bytes.TrimRight(h.text, " \t")
		h.text = h.text[:bytes.LastIndexAny(word, " \t")+1]
	case escape:
		return false, h.sequence()
	default:
		if c >= ' ' || c == '\t' {
			h.text = append(h.text, c)
		}
	}
	return false, nil
}

// sequence reads what follows an escape: the text of a paste, or the rest of a key's sequence, ESC [ … LETTER.
func (h *hiddenReader) sequence() error {
	sequence := []byte{escape}
	for {
		c, err := h.from.ReadByte()
		if err != nil {
			return endOfInput(err)
		}
		if c == '\r' || c == '\n' || c == ctrlC { // the escape key, and then one that counts
			return h.from.UnreadByte()
		}
		sequence = append(sequence, c)
		switch {
		case string(sequence) == pasteBegins:
			return h.paste()
		case len(sequence) == 2 && (c == '[' || c == 'O'): // which are letters, but end nothing here
		case len(sequence) == 2, c >= '@' && c <= '~', len(sequence) == maxSequence:
			return nil
		}
	}
}

// maxSequence is more bytes than any key sends.
const maxSequence = 16

// pastedText returns what a paste stands for. Terminals send the ends of its lines as the key Enter. That of a single line
// was copied with it by accident.
func pastedText(pasted []byte) []byte {
	text := bytes.ReplaceAll(bytes.ReplaceAll(pasted, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	if line, ok := bytes.CutSuffix(text, []byte("\n")); ok && !bytes.Contains(line, []byte("\n")) {
		return line
	}
	return text
}

// paste reads up to the end of the paste.
func (h *hiddenReader) paste() error {
	start := len(h.text)
	for {
		c, err := h.from.ReadByte()
		if err != nil {
			return endOfInput(err)
		}
		h.text = append(h.text, c)
		if bytes.HasSuffix(h.text[start:], []byte(pasteEnds)) {
			h.text = append(h.text[:start], pastedText(h.text[start:len(h.text)-len(pasteEnds)])...)
			return nil
		}
	}
}

package view

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/resolve"
)

func writeJSON(w io.Writer, r *resolve.Report, _ Options) error {
	return WriteJSON(w, complete(*r))
}

// WriteJSON writes v as the JSON of all of zsv's commands: indented, one newline at the end, what a terminal or a log
// would act on escaped. Every string decodes to what it was; bytes that are no UTF-8 become U+FFFD.
func WriteJSON(w io.Writer, v any) error {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return err
	}
	buffer := bufio.NewWriter(w)
	writeEscaped(buffer, encoded.Bytes())
	return buffer.Flush()
}

// writeEscaped escapes in finished JSON what encoding/json leaves alone. Outside of strings nothing of it occurs. The
// first error is kept by w.
func writeEscaped(w *bufio.Writer, text []byte) {
	written := 0
	for i := 0; i < len(text); {
		if plainInJSON(text[i]) {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if hidden(r) && r != '\n' || r == '#' && startsInlineCommand(string(text[i:min(i+8, len(text))])) {
			_, _ = w.Write(text[written:i])
			writeEscape(w, r)
			written = i + size
		}
		i += size
	}
	_, _ = w.Write(text[written:])
}

func plainInJSON(b byte) bool { return b < 0x7f && b != '#' }

func writeEscape(w *bufio.Writer, r rune) {
	for _, unit := range utf16.Encode([]rune{r}) {
		_, _ = fmt.Fprintf(w, `\u%04x`, unit)
	}
}

// complete returns the report without null arrays and with a directory for each diagnostic, whoever built it: a
// consumer may iterate over each array without a test.
func complete(r resolve.Report) resolve.Report {
	r.Configurations = orEmpty(r.Configurations)
	r.Stacks = orEmpty(r.Stacks)
	r.Loosened = orEmpty(r.Loosened)
	r.Checks = orEmpty(slices.Clone(r.Checks))
	for i := range r.Checks {
		r.Checks[i].Uses = orEmpty(r.Checks[i].Uses)
		r.Checks[i].Detail = r.Checks[i].FullDetail()
	}
	r.Diagnostics = orEmpty(slices.Clone(r.Diagnostics))
	for i := range r.Diagnostics {
		r.Diagnostics[i].Directory = cmp.Or(r.Diagnostics[i].Directory, ".")
		if snippet := r.Diagnostics[i].Snippet; snippet != nil {
			r.Diagnostics[i].Snippet = completeSnippet(*snippet)
		}
	}
	return r
}

func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// completeSnippet makes the code valid UTF-8, as encoding/json would, and counts the offsets in the result.
func completeSnippet(s resolve.Snippet) *resolve.Snippet {
	s.Values = []any{}
	if !utf8.ValidString(s.Code) {
		start, end := highlight(&s)
		before, marked := string([]rune(s.Code[:start])), string([]rune(s.Code[start:end]))
		s.Code = before + marked + string([]rune(s.Code[end:]))
		s.HighlightStartOffset, s.HighlightEndOffset = len(before), len(before)+len(marked)
	}
	return &s
}

package terminal

import (
	"bufio"
	"errors"
	"strings"
	"testing"
)

func TestReadHidden(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	for name, test := range map[string]struct{ typed, want, rest string }{
		"a word":              {"abc\rd", "abc", "d"},
		"a line feed":         {"abc\nd", "abc", "d"},
		"nothing":             {"\r", "", ""},
		"blanks":              {" a b \r", " a b ", ""},
		"backspace":           {"abx\x7fc\r", "abc", ""},
		"backspace of a rune": {"aé\x08b\r", "ab", ""},
		"too much backspace":  {"a\x7f\x7f\x7fb\r", "b", ""},
		"the line taken back": {"abc\x15d\r", "d", ""},
		"a word taken back":   {"ab cd \x17e\r", "ab e", ""},
		"all words":           {"ab\x17\x17c\r", "c", ""},
		"control characters":  {"a\x00\x01\x16\tb\x1c\r", "a\tb", ""},
		"arrows and keys":     {"a\x1b[Db\x1bOPc\x1b[3~d\x1bxe\r", "abcde", ""},
		"the escape key":      {"a\x1b\rb", "a", "b"},
		"end in the middle":   {"a\x04b\r", "ab", ""},
		"a paste of lines":    {"\x1b[200~one\rtwo\r\x1b[201~\rnext", "one\ntwo\n", "next"},
		"a paste of a line":   {"\x1b[200~token\n\x1b[201~\r", "token", ""},
		"a paste with CRLF":   {"\x1b[200~one\r\ntwo\r\n\x1b[201~\r", "one\ntwo\n", ""},
		"a paste of an empty": {"\x1b[200~\x1b[201~\r", "", ""},
		"typed and pasted":    {"a\x1b[200~b\n\x1b[201~c\r", "abc", ""},
		"a paste of keys":     {"\x1b[200~\x03\x04\x7f\x1b[D\x1b[201~\r", "\x03\x04\x7f\x1b[D", ""},
		"more than a line":    {long + "\r", long, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := bufio.NewReader(strings.NewReader(test.typed))
			got, err := ReadHidden(r)
			if err != nil || string(got) != test.want {
				t.Errorf("read %q, %v, want %q", got, err, test.want)
			}
			rest, _ := r.ReadString(0)
			if rest != test.rest {
				t.Errorf("left %q, want %q", rest, test.rest)
			}
		})
	}
}

func TestReadHiddenInterrupted(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "\x04", "ab\x03", "ab", "\x1b", "\x1b[200~ab", "\x1b["} {
		if got, err := ReadHidden(bufio.NewReader(strings.NewReader(typed))); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%q: read %q, %v", typed, got, err)
		}
	}
}

func FuzzReadHidden(f *testing.F) {
	f.Add("abc\r")
	f.Add("\x1b[200~a\rb\x1b[201~\r")
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := ReadHidden(bufio.NewReader(strings.NewReader(typed)))
		if err == nil && len(got) >= len(typed) {
			t.Errorf("read %q of %q", got, typed)
		}
	})
}

package terminal

import (
	"bufio"
	"errors"
	"strings"
	"testing"
)

// onScreen returns what a terminal shows on which a text with backspaces was written.
func onScreen(written string) string {
	var line []rune
	column := 0
	for _, c := range written {
		switch {
		case c == '\b':
			column--
		case column < len(line):
			line[column] = c
			column++
		default:
			line = append(line, c)
			column++
		}
	}
	return strings.TrimRight(string(line), " ")
}

func TestReadShown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ typed, want, rest string }{
		"a word":                   {"yes\rrest", "yes", "rest"},
		"nothing":                  {"\r", "", ""},
		"backspace":                {"yex\x7fs\r", "yes", ""},
		"backspace of a rune":      {"é\x7fü\r", "ü", ""},
		"too much backspace":       {"a\x7f\x7fb\r", "b", ""},
		"the line taken back":      {"no\x15yes\r", "yes", ""},
		"arrows and keys":          {"y\x1b[De\x1bOPs\r", "yes", ""},
		"control characters":       {"y\x07e\ts\x01\r", "yes", ""},
		"what is no text":          {"y\xffes\r", "yes", ""},
		"a paste of a line":        {"\x1b[200~yes\r\x1b[201~\r", "yes", ""},
		"a paste of lines":         {"\x1b[200~yes\rcanary\rmore\x1b[201~\rrest", "yes", "rest"},
		"a paste of lines, edited": {"\x1b[200~yes\rcanary\x1b[201~\x7f\x7f\x7fno\r", "no", ""},
		"a paste with sequences":   {"\x1b[200~y\x1b]0;es\x07\x1b[201~\r", "y]0;es", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := bufio.NewReader(strings.NewReader(test.typed))
			var screen strings.Builder
			got, err := ReadShown(r, &screen)
			if err != nil || got != test.want {
				t.Errorf("read %q, %v, want %q", got, err, test.want)
			}
			if shown, ended := strings.CutSuffix(screen.String(), "\n"); !ended || onScreen(shown) != test.want {
				t.Errorf("showed %q, which looks like %q", screen.String(), onScreen(shown))
			}
			if rest, _ := r.ReadString(0); rest != test.rest {
				t.Errorf("left %q, want %q", rest, test.rest)
			}
		})
	}
}

func TestReadShownInterrupted(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "\x04", "yes\x03", "yes", "\x1b[200~yes\rcanary"} {
		var screen strings.Builder
		if got, err := ReadShown(bufio.NewReader(strings.NewReader(typed)), &screen); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%q: read %q, %v", typed, got, err)
		}
		if strings.Contains(screen.String(), "canary") {
			t.Errorf("%q: showed %q", typed, screen.String())
		}
	}
}

func FuzzReadShown(f *testing.F) {
	f.Add("yes\r")
	f.Add("\x1b[200~a\rb\x1b[201~\x7f\r")
	f.Fuzz(func(t *testing.T, typed string) {
		var screen strings.Builder
		got, err := ReadShown(bufio.NewReader(strings.NewReader(typed)), &screen)
		if shown, _ := strings.CutSuffix(screen.String(), "\n"); err == nil && onScreen(shown) != strings.TrimRight(got, " ") {
			t.Errorf("read %q, showed %q", got, screen.String())
		}
	})
}

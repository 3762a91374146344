// Package dotenv reads and writes files of variables, NAME=value, byte for byte.
package dotenv

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// IsName says whether a file of this name holds variables: .env, prod.env, .env.prod. Upper case counts as lower case.
func IsName(name string) bool {
	base := strings.ToLower(filepath.Base(name))
	return strings.HasSuffix(base, ".env") || strings.HasPrefix(base, ".env.")
}

// A Setting is a variable in a text. Offsets are in bytes, ends exclusive.
type Setting struct {
	Name, Value          string
	Start, End           int // of its lines
	ValueStart, ValueEnd int // of what stands for the value, with its quotes
}

// A Malformed error says where a text breaks the format and what was expected there. It quotes nothing of the text, which
// may be a value.
type Malformed struct {
	Line     int // from 1
	Expected string
}

// Error names the line and what was expected.
func (m *Malformed) Error() string { return fmt.Sprintf("line %d: expected %s", m.Line, m.Expected) }

// Parse calls variable with each variable of a text, in the order of the file. Values are what they are
// byte by byte: no library was found that neither expands "$" nor cuts a value off at a "#" in its middle, which makes
// another password of one that has these characters.
//
//	NAME=value # comment       to the end of the line, or to a "#" after a blank; blanks at both ends do not count
//	NAME='a value'             as it stands, over several lines too
//	NAME="a\tvalue"            likewise, but \n, \r, \t, \", \\, \$ and \` are escapes; every other backslash is one
//	export NAME=value          the same
//
// "$" is never expanded. The error is a *Malformed. Of a name that is set twice the last value counts, as for a shell.
func Parse(text string, variable func(Setting)) error {
	r := &reader{text: text, rest: text, line: 1}
	for r.rest != "" {
		read := Setting{Start: r.offset()}
		var err error
		if read.Name, err = r.name(); err != nil {
			return err
		}
		if read.Name == "" {
			continue
		}
		if err := r.value(&read); err != nil {
			return err
		}
		read.End = r.offset()
		variable(read)
	}
	return nil
}

// A reader is at the start of a line between two calls.
type reader struct {
	text, rest string
	line       int
}

func (r *reader) offset() int { return len(r.text) - len(r.rest) }

// name reads up to and with the "=", or a line that has no variable: "".
func (r *reader) name() (string, error) {
	line, _, _ := strings.Cut(r.rest, "\n")
	trimmed := strings.Trim(line, " \t\r")
	if trimmed == "" || trimmed[0] == '#' {
		r.endLine()
		return "", nil
	}
	name, _, found := strings.Cut(line, "=")
	name = strings.Trim(name, " \t")
	if after, exported := strings.CutPrefix(name, "export"); exported && strings.Trim(after, " \t") != after {
		name = strings.Trim(after, " \t")
	}
	if !found || name == "" || strings.Trim(name, nameCharacters) != "" {
		return "", &Malformed{r.line, "NAME=VALUE, the name of ASCII letters, digits and _"}
	}
	r.rest = r.rest[strings.IndexByte(r.rest, '=')+1:]
	return name, nil
}

// nameCharacters are those of names. Only letters, digits and "_" can be referred to; files have others too.
const nameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"

// value reads the rest of the line; what is in quotes may go on over several.
func (r *reader) value(read *Setting) error {
	start := strings.TrimLeft(r.rest, " \t")
	if start != "" && (start[0] == '\'' || start[0] == '"') {
		r.rest = start
		return r.quoted(read)
	}
	read.ValueStart = r.offset()
	source := cutComment(r.endLine())
	read.Value = strings.Trim(source, " \t")
	if read.Value != "" {
		read.ValueStart += len(source) - len(strings.TrimLeft(source, " \t"))
	}
	read.ValueEnd = read.ValueStart + len(read.Value)
	return nil
}

// quoted reads a value in quotes and what may follow it on its line: a comment.
func (r *reader) quoted(read *Setting) error {
	quote, first := r.rest[0], r.line
	end := closingQuote(r.rest)
	if end < 0 {
		return &Malformed{first, "a closing quote for the one that opens here"}
	}
	read.Value, read.ValueStart = r.rest[1:end], r.offset()
	r.line += strings.Count(read.Value, "\n")
	r.rest = r.rest[end+1:]
	read.ValueEnd = r.offset()
	last := r.line
	if strings.Trim(cutComment(r.endLine()), " \t") != "" {
		return &Malformed{last, "nothing but a comment after the closing quote"}
	}
	if quote == '"' {
		read.Value = unescape.Replace(read.Value)
	}
	return nil
}

// closingQuote returns the index of the quote that ends the one that text begins with; -1 if there is none.
func closingQuote(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[i] == text[0]:
			return i
		}
	}
	return -1
}

var unescape = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\"`, `"`, `\\`, `\`, `\$`, "$", "\\`", "`")

// endLine returns what is left of the line, and goes to the next one.
func (r *reader) endLine() string {
	line, rest, _ := strings.Cut(r.rest, "\n")
	r.rest = rest
	r.line++
	return strings.TrimSuffix(line, "\r")
}

// cutComment returns text up to a "#" that follows a blank.
func cutComment(text string) string {
	for i := 1; i < len(text); i++ {
		if text[i] == '#' && (text[i-1] == ' ' || text[i-1] == '\t') {
			return text[:i]
		}
	}
	return text
}

var (
	plain  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=-]*$`) })
	escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`", "\r", `\r`)
)

// Quote returns a value as most who read such files understand it: without quotes where nothing in it means anything, else in
// single ones, where hardly anything does, else in double ones with escapes. Those who read files may make "\n" of "\r\n",
// so a carriage return is an escape, which shells alone do not know. No value makes a shell do anything but set the variable.
func Quote(value string) string {
	switch {
	case plain().MatchString(value):
		return value
	case !strings.ContainsAny(value, "'\r"):
		return "'" + value + "'"
	default:
		return `"` + escape.Replace(value) + `"`
	}
}

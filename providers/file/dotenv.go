package file

import (
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// dotenvFormat is a file of variables.
type dotenvFormat struct{}

// A dotenvDocument is a text in the format dotenv.
type dotenvDocument struct {
	providers.Variables
	mark     []byte // the byte order mark
	text     []byte // the rest
	settings []setting
	values   map[string]string
}

// A setting is a variable in a text. Ends are exclusive.
type setting struct {
	name, value    string
	start, end     int // of its lines
	valueAt, after int // of what stands for the value, with its quotes
}

func (dotenvFormat) parse(text []byte) (document, error) { return parseVariables(text) }

func (dotenvFormat) blank() (document, error) { return parseVariables(nil) }

func parseVariables(text []byte) (*dotenvDocument, error) {
	text, mark, err := plainText(text)
	if err != nil {
		return nil, err
	}
	d := &dotenvDocument{Variables: providers.Variables{Empty: emptyKey}, mark: mark, text: text, values: map[string]string{}}
	err = parseDotenv(string(text), func(a setting) {
		d.Add(a.name, a.value)
		d.values[a.name] = a.value
		d.settings = append(d.settings, a)
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Fetch hands out the values of the variables that a query's keys are kept in.
func (d *dotenvDocument) Fetch(query providers.Query) providers.Fetched {
	return fetch(d.Answer(query), func(key string) (providers.Value, bool) {
		text, ok := d.values[providers.VariableOf(query.Location, key)]
		return providers.NewValue(text), ok
	})
}

// parseDotenv calls variable with each variable of a dotenv file, in the order of the file. Values are what they are
// byte by byte: no library was found that neither expands "$" nor cuts a value off at a "#" in its middle, which makes
// another password of one that has these characters.
//
//	NAME=value # comment       to the end of the line, or to a "#" after a blank; blanks at both ends do not count
//	NAME='a value'             as it stands, over several lines too
//	NAME="a\tvalue"            likewise, but \n, \r, \t, \", \\ and \$ are escapes; every other backslash is one
//	export NAME=value          the same
//
// "$" is never expanded. Of a name that is set twice the last value counts, as for a shell.
func parseDotenv(text string, variable func(setting)) error {
	r := &dotenvReader{text: text, rest: text, line: 1}
	for r.rest != "" {
		read := setting{start: r.offset()}
		var err error
		if read.name, err = r.name(); err != nil {
			return err
		}
		if read.name == "" {
			continue
		}
		if err := r.value(&read); err != nil {
			return err
		}
		read.end = r.offset()
		variable(read)
	}
	return nil
}

// A dotenvReader is at the start of a line between two calls.
type dotenvReader struct {
	text, rest string
	line       int
}

func (r *dotenvReader) offset() int { return len(r.text) - len(r.rest) }

// name reads up to and with the "=", or a line that has no variable: "".
func (r *dotenvReader) name() (string, error) {
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
		return "", &malformed{r.line, "NAME=VALUE, the name of ASCII letters, digits and _"}
	}
	r.rest = r.rest[strings.IndexByte(r.rest, '=')+1:]
	return name, nil
}

// nameCharacters are those of names. Only letters, digits and "_" can be referred to; files have others too.
const nameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"

// value reads the rest of the line; what is in quotes may go on over several.
func (r *dotenvReader) value(read *setting) error {
	start := strings.TrimLeft(r.rest, " \t")
	if start != "" && (start[0] == '\'' || start[0] == '"') {
		r.rest = start
		return r.quoted(read)
	}
	read.valueAt = r.offset()
	source := cutComment(r.endLine())
	read.value = strings.Trim(source, " \t")
	if read.value != "" {
		read.valueAt += len(source) - len(strings.TrimLeft(source, " \t"))
	}
	read.after = read.valueAt + len(read.value)
	return nil
}

// quoted reads a value in quotes and what may follow it on its line: a comment.
func (r *dotenvReader) quoted(read *setting) error {
	quote, first := r.rest[0], r.line
	end := closingQuote(r.rest)
	if end < 0 {
		return &malformed{first, "a closing quote for the one that opens here"}
	}
	read.value, read.valueAt = r.rest[1:end], r.offset()
	r.line += strings.Count(read.value, "\n")
	r.rest = r.rest[end+1:]
	read.after = r.offset()
	last := r.line
	if strings.Trim(cutComment(r.endLine()), " \t") != "" {
		return &malformed{last, "nothing but a comment after the closing quote"}
	}
	if quote == '"' {
		read.value = unescape.Replace(read.value)
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

var unescape = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\"`, `"`, `\\`, `\`, `\$`, "$")

// endLine returns what is left of the line, and goes to the next one.
func (r *dotenvReader) endLine() string {
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

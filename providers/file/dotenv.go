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
	text   []byte
	values map[string]string
}

func (dotenvFormat) parse(text []byte) (document, error) { return parseVariables(text) }

func (dotenvFormat) blank() (document, error) { return parseVariables(nil) }

func (dotenvFormat) vet(change providers.Change) error { return vetTexts(change, "dotenv") }

func (d *dotenvDocument) write(providers.Change) ([]byte, providers.Written, error) {
	return nil, providers.Written{}, errNoWay
}

func parseVariables(text []byte) (*dotenvDocument, error) {
	plain, _, err := plainText(text)
	if err != nil {
		return nil, err
	}
	d := &dotenvDocument{Variables: providers.Variables{Empty: emptyKey}, text: text, values: map[string]string{}}
	err = parseDotenv(string(plain), func(name, value string) {
		d.Add(name, value)
		d.values[name] = value
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
func parseDotenv(text string, variable func(name, value string)) error {
	r := &dotenvReader{rest: text, line: 1}
	for r.rest != "" {
		name, err := r.name()
		if err != nil {
			return err
		}
		if name == "" {
			continue
		}
		value, err := r.value()
		if err != nil {
			return err
		}
		variable(name, value)
	}
	return nil
}

// A dotenvReader is at the start of a line between two calls.
type dotenvReader struct {
	rest string
	line int
}

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
func (r *dotenvReader) value() (string, error) {
	start := strings.TrimLeft(r.rest, " \t")
	if start != "" && (start[0] == '\'' || start[0] == '"') {
		r.rest = start
		return r.quoted()
	}
	return strings.Trim(cutComment(r.endLine()), " \t"), nil
}

// quoted reads a value in quotes and what may follow it on its line: a comment.
func (r *dotenvReader) quoted() (string, error) {
	quote, first := r.rest[0], r.line
	end := closingQuote(r.rest)
	if end < 0 {
		return "", &malformed{first, "a closing quote for the one that opens here"}
	}
	value := r.rest[1:end]
	r.line += strings.Count(value, "\n")
	r.rest = r.rest[end+1:]
	last := r.line
	if strings.Trim(cutComment(r.endLine()), " \t") != "" {
		return "", &malformed{last, "nothing but a comment after the closing quote"}
	}
	if quote == '"' {
		value = unescape.Replace(value)
	}
	return value, nil
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

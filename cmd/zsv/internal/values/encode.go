package values

import (
	"encoding/base64"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/providers"
)

// The formats that Encode writes.
const (
	YAML   = "yaml"
	JSON   = "json"
	Dotenv = "dotenv"
)

// Formats are the names of the formats.
func Formats() []string { return []string{YAML, JSON, Dotenv} }

// FormatOf returns the format in which ParseKeys reads a file of this name.
func FormatOf(name string) string {
	switch {
	case dotenv.IsName(name):
		return Dotenv
	case isJSON(name):
		return JSON
	}
	return YAML
}

// EncodeKeys writes the keys of one secret so that ParseKeys reads the same bytes back. The error names a key that the
// format has no form for.
func EncodeKeys(format string, keys Keys) (string, error) {
	var b strings.Builder
	err := encoder{format, &b}.keys(keys, "")
	return b.String(), err
}

// EncodeSecrets writes several secrets so that ParseFile reads the same bytes back. A dotenv file holds those of one secret
// only.
func EncodeSecrets(format string, secrets Secrets) (string, error) {
	var b strings.Builder
	e := encoder{format, &b}
	if format == Dotenv {
		return "", fmt.Errorf("a dotenv file has room for the keys of one secret: export one at a time, or as yaml or json")
	}
	e.begin()
	for i, name := range slices.Sorted(maps.Keys(secrets)) {
		if err := e.name(name, "", i); err != nil {
			return "", err
		}
		if format == YAML && len(secrets[name]) > 0 {
			b.WriteString("\n")
		}
		if err := e.keys(secrets[name], "  "); err != nil {
			return "", fmt.Errorf("%q: %w", name, err)
		}
	}
	e.end("", len(secrets))
	return b.String(), nil
}

// An encoder writes maps, as blocks in YAML and over several lines in JSON.
type encoder struct {
	format string
	*strings.Builder
}

func (e encoder) keys(keys Keys, indent string) error {
	if e.format == YAML && len(keys) == 0 {
		e.WriteString(map[bool]string{true: "{}\n", false: " {}\n"}[indent == ""])
		return nil
	}
	e.begin()
	for i, name := range slices.Sorted(maps.Keys(keys)) {
		if err := e.name(name, indent, i); err != nil {
			return err
		}
		if err := e.value(name, keys[name]); err != nil {
			return err
		}
	}
	e.end(indent, len(keys))
	return nil
}

func (e encoder) begin() {
	if e.format == JSON {
		e.WriteString("{")
	}
}

func (e encoder) end(indent string, members int) {
	if e.format != JSON {
		return
	}
	if members > 0 {
		e.WriteString("\n" + indent)
	}
	e.WriteString("}")
	if indent == "" {
		e.WriteString("\n")
	}
}

var (
	plainName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`) })
	// words are names that YAML takes for something else.
	words = []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
	// variableName is a name that the dotenv format takes.
	variableName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_.-]+$`) })
)

// longestKey is how long a name may be that YAML knows for one by the colon after it.
const longestKey = 1000

// name writes the name of a member and what parts it from its value.
func (e encoder) name(name, indent string, i int) error {
	switch {
	case e.format == Dotenv && !variableName().MatchString(name):
		return fmt.Errorf("the key %q cannot be the name of a variable: export as yaml or json", name)
	case e.format == Dotenv:
		e.WriteString(name + "=")
		return nil
	case !utf8.ValidString(name):
		return fmt.Errorf("the name %q is no text, so no format can hold it", name)
	case e.format == JSON:
		if i > 0 {
			e.WriteString(",")
		}
		e.WriteString("\n" + indent + "  " + quoted(name, jsonEscape) + ": ")
		return nil
	}
	text := quoted(name, yamlEscape)
	if plainName().MatchString(name) && !slices.Contains(words, strings.ToLower(name)) {
		text = name
	}
	if len(text) > longestKey {
		text = "? " + text + "\n" + indent
	}
	e.WriteString(indent + text + ":")
	return nil
}

// value writes the value of a key.
func (e encoder) value(key string, value providers.Value) error {
	text := value.Reveal()
	switch valid := utf8.ValidString(text); {
	case e.format == YAML && !valid:
		e.WriteString(" !!binary " + quoted(base64.StdEncoding.EncodeToString([]byte(text)), yamlEscape) + "\n")
	case e.format == YAML:
		e.WriteString(" " + quoted(text, yamlEscape) + "\n")
	case !valid:
		return fmt.Errorf("the value of %q is no text, which %s cannot hold: export as yaml", key, e.format)
	case e.format == JSON:
		e.WriteString(quoted(text, jsonEscape))
	default:
		e.WriteString(dotenv.Quote(text) + "\n")
	}
	return nil
}

// quoted writes text in double quotes. What does not show is escaped, so that the file is safe to look at.
func quoted(text string, escape func(r rune) string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(escape(r))
		}
	}
	b.WriteByte('"')
	return b.String()
}

var shortEscapes = map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`}

func yamlEscape(r rune) string {
	if short, ok := shortEscapes[r]; ok {
		return short
	}
	if r > 0xffff {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

func jsonEscape(r rune) string {
	if short, ok := shortEscapes[r]; ok {
		return short
	}
	var b strings.Builder
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

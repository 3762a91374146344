package file

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// plainYAML is text that no reader of YAML takes for anything else, but for the words of reservedYAML.
var plainYAML = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*$`) })

var reservedYAML = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(null|true|false|yes|no|on|off|y|n)$`)
})

// spellYAML returns a value, or a name, in one line.
func spellYAML(value string) string {
	switch {
	case !utf8.ValidString(value):
		return `!!binary "` + base64.StdEncoding.EncodeToString([]byte(value)) + `"`
	case plainYAML().MatchString(value) && !reservedYAML().MatchString(value):
		return value
	default:
		return quoteYAML(value)
	}
}

// quoteYAML returns text in double quotes, with escapes for what does not print.
func quoteYAML(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		if short := strings.IndexRune("\"\\\n\r\t\x00", r); short >= 0 {
			out.WriteString(`\` + `"\nrt0`[short:short+1])
			continue
		}
		switch {
		case unicode.IsPrint(r):
			out.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&out, `\x%02X`, r)
		case r < 0x10000:
			fmt.Fprintf(&out, `\u%04X`, r)
		default:
			fmt.Fprintf(&out, `\U%08X`, r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// isLiteral says whether a value is best read as lines: it has several, and all of it prints.
func isLiteral(value string) bool {
	return strings.Contains(value, "\n") && strings.Trim(value, "\n") != "" && utf8.ValidString(value) &&
		!strings.ContainsFunc(value, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) })
}

// literalYAML returns a value as the header and the lines of a block literal, which are indented by unit more than their
// parent.
func literalYAML(value string, parent, unit int, lineEnd string) (header, lines string) {
	header = "|"
	if first := strings.TrimLeft(value, "\n"); strings.HasPrefix(first, " ") || strings.HasPrefix(value, "\n") {
		header += strconv.Itoa(unit) // the indentation is not to be told from the first line
	}
	body := strings.TrimSuffix(value, "\n")
	switch {
	case body == value:
		header += "-"
	case strings.HasSuffix(body, "\n"):
		header += "+"
	}
	indent := strings.Repeat(" ", parent+unit)
	var out strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			out.WriteString(indent + line)
		}
		out.WriteString(lineEnd)
	}
	return header, out.String()
}

// scalarNode returns a value as the library writes it.
func scalarNode(value string) *yaml.Node {
	switch {
	case !utf8.ValidString(value):
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!binary", Value: base64.StdEncoding.EncodeToString([]byte(value))}
	case isLiteral(value):
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.LiteralStyle, Value: value}
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: value}
	}
}

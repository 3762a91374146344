package stackfile

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A literal is a text in which Python writes a value, as its repr does: {'a': True, 'b': None}. JSON with NaN in it, which
// Python writes as well, is read too.
type literal struct {
	*reader
	rest   string
	at     Place // of the text in the file: all that is in it has this place
	failed bool
}

// literal reads a value that Python wrote; ok is false where the text is none.
func (r *reader) literal(text string, at Place) (v Value, ok bool) {
	l := &literal{reader: r, rest: text, at: at}
	v = l.value(0)
	l.blanks()
	return v, !l.failed && l.rest == ""
}

func (l *literal) blanks() { l.rest = strings.TrimLeft(l.rest, " \t\r\n") }

// take removes what the rest begins with, if it does.
func (l *literal) take(prefix string) bool {
	l.blanks()
	rest, ok := strings.CutPrefix(l.rest, prefix)
	l.rest = rest
	return ok
}

func (l *literal) fail() Value {
	l.failed = true
	return Value{Place: l.at}
}

func (l *literal) value(depth int) Value {
	l.blanks()
	if l.rest == "" || !l.spend(0, depth, l.at) {
		return l.fail()
	}
	switch l.rest[0] {
	case '{':
		return l.dict(depth)
	case '[':
		l.rest = l.rest[1:]
		return l.list("]", depth)
	case '(':
		l.rest = l.rest[1:]
		return l.list(")", depth)
	case '\'', '"':
		return l.text()
	}
	return l.word()
}

func (l *literal) list(end string, depth int) Value {
	v := Value{Kind: List, Place: l.at}
	for !l.failed && !l.take(end) {
		v.List = append(v.List, l.value(depth+1))
		if !l.take(",") {
			if !l.take(end) {
				return l.fail()
			}
			break
		}
	}
	return v
}

func (l *literal) dict(depth int) Value {
	l.rest = l.rest[1:]
	v := Value{Kind: Map, Place: l.at}
	known := map[string]Place{}
	for !l.failed && !l.take("}") {
		key := l.value(depth + 1)
		if l.failed || key.Kind != String || !l.take(":") {
			return l.fail()
		}
		v.Map = l.add(v.Map, known, Member{Name: key.Text, Place: l.at, Value: l.value(depth + 1)})
		if !l.take(",") {
			if !l.take("}") {
				return l.fail()
			}
			break
		}
	}
	return v
}

// word reads what stands without quotes.
func (l *literal) word() Value {
	end := strings.IndexAny(l.rest, ",:]}) \t\r\n")
	if end < 0 {
		end = len(l.rest)
	}
	word := l.rest[:end]
	l.rest = l.rest[end:]
	switch {
	case word == "True" || word == "true":
		return Value{Kind: Bool, Text: "true", Place: l.at}
	case word == "False" || word == "false":
		return Value{Kind: Bool, Text: "false", Place: l.at}
	case word == "None" || word == "null":
		return Value{Place: l.at}
	case slices.Contains([]string{"nan", "inf", "-inf", "NaN", "Infinity", "-Infinity"}, word):
		return l.number(word, "", false, l.at)
	}
	if _, err := strconv.ParseFloat(word, 64); err != nil && !allDigits(strings.TrimPrefix(word, "-")) {
		return l.fail()
	}
	digits, ok := hclNumber(word)
	return l.number(word, digits, ok, l.at)
}

// text reads a string in either kind of quotes.
func (l *literal) text() Value {
	quote := l.rest[0]
	var b strings.Builder
	for rest := l.rest[1:]; rest != ""; {
		switch {
		case rest[0] == quote:
			l.rest = rest[1:]
			if !l.spend(b.Len(), 0, l.at) {
				return l.fail()
			}
			return l.str(b.String(), l.at)
		case rest[0] == '\\':
			size := escape(rest, &b)
			if size == 0 {
				return l.fail()
			}
			rest = rest[size:]
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return l.fail()
}

// escapes are those of one character.
var escapes = map[byte]string{
	'\\': "\\", '\'': "'", '"': "\"", 'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v", '\n': "",
}

// escape writes what the escape means that a text begins with, and returns how long that is; 0 where it is none.
func escape(text string, b *strings.Builder) int {
	if len(text) < 2 {
		return 0
	}
	if meant, ok := escapes[text[1]]; ok {
		b.WriteString(meant)
		return 2
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	if digits == 0 { // Python leaves what it does not know as it is
		b.WriteByte('\\')
		return 1
	}
	if len(text) < 2+digits {
		return 0
	}
	code, err := strconv.ParseUint(text[2:2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return 0
	}
	b.WriteRune(rune(code))
	return 2 + digits
}

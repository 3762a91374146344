package resolve

import (
	"strings"
	"unicode"
)

// A Reference names one key of one secret. Key is empty where only the secret is meant, as in attributes that hold a
// secret's name.
type Reference struct{ Name, Key string }

// String returns the reference as it is written in a configuration: {{NAME.KEY}}, or NAME where there is no key.
func (r Reference) String() string {
	if r.Key == "" {
		return r.Name
	}
	return "{{" + r.Name + "." + r.Key + "}}"
}

// ParseReference reads a whole string as ZenML does: it is a reference if Python's regular expression
//
//	\{\{\s*\S+?\.\S+\s*\}\}
//
// matches all of it, and the first dot ends the secret's name. So keys may hold dots and braces, and the name may be
// empty, as in {{..k}}: NearMiss says what is odd about those. The key is never empty.
func ParseReference(text string) (Reference, bool) {
	inner, ok := withoutBraces(text)
	if !ok {
		return Reference{}, false
	}
	inner = strings.TrimFunc(inner, pythonSpace)
	// The expression wants a dot with a character on both sides, and no blank anywhere. It need not be the first dot.
	if len(inner) < 3 || !strings.Contains(inner[1:len(inner)-1], ".") || strings.ContainsFunc(inner, pythonSpace) {
		return Reference{}, false
	}
	name, key, _ := strings.Cut(inner, ".")
	return Reference{Name: name, Key: key}, true
}

func withoutBraces(text string) (inner string, ok bool) {
	inner, opened := strings.CutPrefix(text, "{{")
	inner, closed := strings.CutSuffix(inner, "}}")
	return inner, opened && closed
}

// pythonSpace says whether Python counts a character as white space, in \s and in strip: Go's, and four separators.
func pythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// A Found is a reference inside a text, which begins at the byte Start and ends before the byte End, braces included.
type Found struct {
	Reference
	Start, End int
}

// FindReferences returns the references inside a text, in order: each is the shortest {{...}} that ParseReference
// accepts and that has neither braces nor blanks in it. It takes time linear in the text's length.
func FindReferences(text string) []Found {
	var found []Found
	start := -1 // of the braces that opened last, while only what may stand in a reference has followed
	for i, r := range text {
		switch {
		case r == '{':
			start = -1
			if i > 0 && text[i-1] == '{' {
				start = i - 1
			}
		case r == '}':
			if reference, ok := closedAt(text, start, i); ok {
				found = append(found, Found{Reference: reference, Start: start, End: i + 2})
			}
			start = -1
		case pythonSpace(r):
			start = -1
		}
	}
	return found
}

// closedAt returns the reference that begins at start and that the braces at end close.
func closedAt(text string, start, end int) (Reference, bool) {
	if start < 0 || !strings.HasPrefix(text[end:], "}}") {
		return Reference{}, false
	}
	return ParseReference(text[start : end+2])
}

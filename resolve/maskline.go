package resolve

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A lineMasker finds what must not be shown of a file that does not parse. What a line means there is anyone's guess, so
// it does not guess: wherever a sensitive name stands in a line, all behind it is hidden, and the lines below as long as
// the value may go on in them. Only what cannot be a secret is left: references, punctuation at the ends, and the lines
// that are listed in maskharmless.go.
type lineMasker struct {
	src    []byte
	json   bool
	values bool // every name is sensitive

	block  string     // the last block that began, as far as lines tell
	value  *openValue // the secret that may go on in the next line, or nil
	hidden []span
	headers
}

func newLineMasker(src []byte, filename string) *lineMasker {
	return &lineMasker{src: src, json: strings.HasSuffix(filename, ".json"), values: holdsValues(filename)}
}

// mask finds all there is to hide: sorted, and without overlaps.
func (m *lineMasker) mask() []span {
	for start := 0; start < len(m.src); {
		end := lineEnd(m.src, start)
		m.line(start, strings.TrimRight(string(m.src[start:end]), " \t\r\n"))
		start = end
	}
	m.endHeader(len(m.src))
	return merged(slices.Concat(m.hidden, urlSecrets(m.src), credentials(m.src)))
}

// line reads the line at an offset.
func (m *lineMasker) line(offset int, text string) {
	if text == "" {
		return
	}
	if m.value != nil && m.goesOn(text) {
		m.hide(offset, text)
		m.value.read(text, m.json)
		return
	}
	m.value = nil
	m.readHeader(offset, text)
	for _, s := range urlsInLine(text) {
		m.hide(offset+s.start, text[s.start:s.end])
	}
	start, ok := m.secretIn(text)
	if !ok {
		return
	}
	rest := text[start:]
	shown := behindNative(rest)
	m.hide(offset+start+shown, rest[shown:])
	m.value = beginValue(indentation(text), rest, m.json)
}

// goesOn says whether a line may belong to the value that is being read. It does not only if it begins another argument,
// as deep as the one that the value is of.
func (m *lineMasker) goesOn(text string) bool {
	v := m.value
	switch {
	case v.inHeredoc:
		return true
	case !m.json && topHeader(text) != nil:
		return false
	case v.isOpen(), v.lasting, indentation(text) != v.indent:
		return true
	}
	return !m.looksLikeItem(text)
}

// item matches a line that begins an argument, with a blank beside its equals sign, or a block. Lines of a key in PEM do
// not look like that.
var (
	item = sync.OnceValue(func() *regexp.Regexp {
		const name = `[\pL_][\pL\pN_-]*`
		return regexp.MustCompile(`^[ \t]*` + name + `(?:[ \t]+=[^=]|=[ \t]+\S|(?:[ \t]+(?:"[^"]*"|` + name + `))*[ \t]*\{)`)
	})
	itemJSON = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[ \t]*"[^"]*"[ \t]*:`) })
)

func (m *lineMasker) looksLikeItem(line string) bool {
	if m.json {
		return itemJSON().MatchString(line)
	}
	return item().MatchString(line)
}

// nameInLine matches a word that may be a name. Dots part words, so that the name in settings.password is found.
var nameInLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[\pL_][\pL\pN_-]*|\\u00[0-7]`) })

// secretIn returns where in a line the first secret may begin: behind a sensitive name, whatever stands about it.
func (m *lineMasker) secretIn(text string) (start int, ok bool) {
	if m.values {
		return m.behindArgument(text), true
	}
	skipped := m.headersIn(text)
	start, ok = m.unknownIn(text[skipped:])
	end := len(text)
	if ok {
		end = skipped + start
	}
	harmless := harmlessIn(text)
	for _, word := range nameInLine().FindAllStringIndex(text[skipped:], -1) {
		from, to := skipped+word[0], skipped+word[1]
		if from >= end {
			break
		}
		if m.isSensitive(text[:from], text[from:to]) && !within(harmless, from) {
			return to, true
		}
	}
	return end, ok
}

// isSensitive says whether a word is a name, behind which a secret may stand. An escape in JSON may be a part of one.
func (m *lineMasker) isSensitive(before, word string) bool {
	switch {
	case word == "value", m.json && word == "variable", strings.HasPrefix(word, `\`):
		return true
	case isParameter(before) && sensitiveParameter(word):
		return true
	}
	return alwaysSensitive(word)
}

func within(spans []span, offset int) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return s.start <= offset && offset < s.end })
}

// firstName matches the name that a line begins with, up to what stands between it and its value.
var firstName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t{]*["']?[\pL_][\pL\pN_.-]*["']?[ \t]*(?:[=:"{<]|$)`)
})

// behindFirstName returns where the value of the name that a line begins with begins. A line without a name is one.
func behindFirstName(text string) int {
	match := firstName().FindString(text)
	if match == "" || strings.TrimSpace(match) == strings.TrimSpace(text) && !strings.ContainsAny(match[len(match)-1:], "=:{") {
		return indentation(text)
	}
	return len(match) - 1
}

// argument matches a line that begins an argument of a file of values, up to its sign.
var argument = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*[\pL_][\pL\pN_-]*(?:[ \t]+=[^=]|=[ \t]+\S)`)
})

// behindArgument returns where the value of an argument begins, or where the line does if it holds none.
func (m *lineMasker) behindArgument(text string) int {
	match := argument().FindString(text)
	if m.json {
		match = itemJSON().FindString(text)
	}
	if match == "" {
		return indentation(text)
	}
	return strings.IndexAny(match, "=:")
}

func indentation(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

// The punctuation at the ends of a value, which is shown.
var (
	beforeValue = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\\?["'“”‘’]?[ \t]*[=:]*[ \t]*[\[{(]*[ \t]*["'“”‘’]?`)
	})
	behindValue = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`["'“”‘’]?[ \t)\]},;]*$`) })
)

// hide hides a text that ends a line, or is a part of one: all of it but references, and punctuation about them.
func (m *lineMasker) hide(offset int, text string) {
	kept := wholeReferences(text)
	start, end := beforeValue().FindStringIndex(text)[1], behindValue().FindStringIndex(text)[0]
	if len(kept) > 0 {
		start, end = min(start, kept[0].start), max(end, kept[len(kept)-1].end)
	}
	for _, part := range hide([]byte(text), span{start, end}, kept) {
		if hidden := text[part.start:part.end]; part.start == start || part.end == end || !isPunctuation(hidden) {
			m.hidden = append(m.hidden, span{offset + part.start, offset + part.end})
		}
	}
}

// isPunctuation says whether a text between two references is none but what separates them.
func isPunctuation(text string) bool {
	const longest = 4
	return len(text) <= longest && strings.Trim(text, " \t\"',;:=()[]{}") == ""
}

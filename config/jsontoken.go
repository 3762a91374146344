package config

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
)

// A jsonKind says what a token of JSON is. Brackets, commas and colons are their own kinds.
type jsonKind byte

const (
	jsonText   jsonKind = '"'
	jsonWord   jsonKind = 'w' // a number, true, false or null
	jsonEnd    jsonKind = '.' // the end of the file
	jsonBroken jsonKind = '?' // what JSON does not have
	jsonOdd    jsonKind = 'o' // where a line begins to be unclear whose quotes do not come in pairs
	jsonLost   jsonKind = 'l' // what follows that on the line

	// A bracket that is not closed is closed by one of these, which stand at its place. Only the first is reported.
	jsonUnclosed     jsonKind = 'u'
	jsonAlsoUnclosed jsonKind = 'a'

	jsonSpace   jsonKind = ' '
	jsonComment jsonKind = '#'
)

// A jsonToken is one token of JSON.
type jsonToken struct {
	kind       jsonKind
	start, end int
	pair       int // of a bracket: the index of the token that closes or opens it
}

func (t jsonToken) opens() bool { return t.kind == '{' || t.kind == '[' }

func (t jsonToken) closes() bool {
	return t.kind == '}' || t.kind == ']' || t.kind == jsonUnclosed || t.kind == jsonAlsoUnclosed
}

func (t jsonToken) broken() bool { return t.kind == jsonBroken || t.kind == jsonOdd }

func (t jsonToken) beginsValue() bool { return t.opens() || t.kind == jsonText || t.kind == jsonWord }

// A jsonScanner takes JSON apart. What it takes for text or a word is so for HCL's parser too.
type jsonScanner struct {
	src              []byte
	tokens, comments []jsonToken
	line             int // the index of the first token of the current line
}

// scanJSON returns the tokens of JSON, the last of which is the end, and apart from them the comments, which JSON does not
// have.
func scanJSON(src []byte) (tokens, comments []jsonToken) {
	s := jsonScanner{src: src}
	s.scan(len(src))
	return append(s.tokens, jsonToken{kind: jsonEnd, start: len(src), end: len(src)}), s.comments
}

// scan takes the source apart, as far as so many tokens and comments, and some more.
func (s *jsonScanner) scan(most int) {
	lastComment := bytes.LastIndex(s.src, []byte("*/"))
	for at := 0; at < len(s.src) && len(s.tokens)+len(s.comments) <= most; {
		kind, size := nextJSON(s.src[at:])
		if kind == jsonComment && at+len("/*") <= lastComment && bytes.HasPrefix(s.src[at:], []byte("/*")) {
			size = len("/*") + bytes.Index(s.src[at+len("/*"):], []byte("*/")) + len("*/")
		}
		at = s.add(jsonToken{kind: kind, start: at, end: at + size})
	}
}

// add takes a token, and returns where the next begins.
func (s *jsonScanner) add(token jsonToken) (next int) {
	text := s.src[token.start:token.end]
	switch {
	case token.kind == jsonSpace && bytes.IndexByte(text, '\n') >= 0:
		s.line = len(s.tokens)
	case token.kind == jsonSpace:
	case isUnclosed(token, text), token.kind == jsonComment && s.followsText(token) && bytes.IndexByte(text, '"') >= 0:
		return s.addOddLine(token.start)
	case token.kind == jsonComment:
		s.comments = append(s.comments, token)
	default:
		s.tokens = append(s.tokens, token)
	}
	return token.end
}

// isUnclosed says whether a token is text without a closing quote.
func isUnclosed(token jsonToken, text []byte) bool {
	return token.kind == jsonBroken && text[0] == '"' && endOfJSONString(text, 0) == len(text)
}

// followsText says whether a token stands right behind text, so that the quotes may not be those that were meant.
func (s *jsonScanner) followsText(token jsonToken) bool {
	last := len(s.tokens) - 1
	return last >= s.line && s.tokens[last].kind == jsonText && s.tokens[last].end == token.start
}

// addOddLine takes the rest of a line whose quotes do not come in pairs, which shows at an offset. Which one is missing is
// not certain: from the first token on that cannot be right, only brackets and commas count, in quotes or not.
func (s *jsonScanner) addOddLine(at int) (next int) {
	next = at + restOfLine(s.src[at:])
	first := jsonToken{start: at}
	for i, token := range s.tokens[s.line:] {
		if token.kind == jsonBroken {
			first, s.tokens = token, s.tokens[:s.line+i]
			break
		}
	}
	if s.followsText(first) {
		last := len(s.tokens) - 1
		first, s.tokens = s.tokens[last], s.tokens[:last]
	}
	for len(s.comments) > 0 && s.comments[len(s.comments)-1].start > first.start {
		s.comments = s.comments[:len(s.comments)-1]
	}
	kind := jsonOdd
	for start := first.start; start < next; {
		size := 1
		if b := s.src[start]; kind == jsonOdd || bytes.IndexByte([]byte(separators), b) < 0 {
			size += indexAny(s.src[start+1:next], separators)
			s.tokens = append(s.tokens, jsonToken{kind: kind, start: start, end: start + size})
			kind = jsonLost
		} else {
			s.tokens = append(s.tokens, jsonToken{kind: jsonKind(b), start: start, end: start + 1})
		}
		start += size
	}
	return next
}

// separators tell the parts of a line apart whose quotes are not to be relied on.
const separators = "{}[],"

// indexAny returns the index of the first of some characters, or the end.
func indexAny(text []byte, chars string) int {
	if i := bytes.IndexAny(text, chars); i >= 0 {
		return i
	}
	return len(text)
}

// nextJSON returns the kind and the size of what a text begins with, of a comment as far as its line goes.
func nextJSON(rest []byte) (jsonKind, int) {
	switch b := rest[0]; b {
	case ' ', '\t', '\r', '\n':
		return jsonSpace, len(rest) - len(bytes.TrimLeft(rest, " \t\r\n"))
	case '{', '}', '[', ']', ':', ',':
		return jsonKind(b), 1
	case '"':
		return quotedJSON(rest)
	case '\'':
		return jsonBroken, singleQuoted(rest)
	case '#':
		return jsonComment, restOfLine(rest)
	}
	if bytes.HasPrefix(rest, []byte("//")) || bytes.HasPrefix(rest, []byte("/*")) {
		return jsonComment, restOfLine(rest)
	}
	size := wordSize(rest)
	if json.Valid(rest[:size]) {
		return jsonWord, size
	}
	return jsonBroken, size
}

func quotedJSON(rest []byte) (jsonKind, int) {
	end := endOfJSONString(rest, 0)
	if end == len(rest) || rest[end] != '"' {
		return jsonBroken, end
	}
	token := rest[:end+1]
	if !json.Valid(token) || joined(token) >= 0 {
		return jsonBroken, end + 1
	}
	return jsonText, end + 1
}

// singleQuoted returns the size of text in single quotes, or of the quote where the line has no second one.
func singleQuoted(rest []byte) int {
	if end := bytes.IndexAny(rest[1:], "'\n"); end >= 0 && rest[1+end] == '\'' {
		return end + 2
	}
	return 1
}

func restOfLine(rest []byte) int {
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		return len(bytes.TrimRight(rest[:end], "\r"))
	}
	return len(rest)
}

// wordSize returns the size of what is written without quotes: an address of the web too, up to what may follow it.
func wordSize(rest []byte) int {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case ':':
			if !bytes.HasPrefix(rest[i:], []byte("://")) {
				return i
			}
		case ' ', '\t', '\r', '\n', '{', '}', '[', ']', ',', '"', '\'':
			return i
		}
	}
	return len(rest)
}

// joined returns the offset of a character that forms one grapheme cluster with the quote or the backslash behind it, or
// -1. HCL's parser reads text in clusters, and does not see the quote.
func joined(token []byte) int {
	for i := 1; i < len(token); i++ {
		if (token[i] != '"' && token[i] != '\\') || token[i-1] < utf8.RuneSelf {
			continue
		}
		_, size := utf8.DecodeLastRune(token[:i])
		if cluster, _, _ := textseg.ScanGraphemeClusters(token[i-size:i+1], true); cluster > size {
			return i - size
		}
	}
	return -1
}

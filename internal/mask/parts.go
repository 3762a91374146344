package mask

import (
	"encoding/base64"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/strictjson"
)

const (
	// shortestPart is the length from which on a part of a credential is taken for one.
	shortestPart = 8
	// deepest is how deep JSON is looked into.
	deepest = 32
)

// parts returns what the value of a variable contains that may be a credential by itself: the texts of JSON, passwords behind
// their names, words that are of no language, and the same of what it is in base64.
func parts(value string) []string {
	all := partsOf(value)
	for _, text := range append([]string{value}, words(value)...) {
		if decoded := decoded(text); decoded != "" {
			all = append(append(all, decoded), partsOf(decoded)...)
		}
	}
	return all
}

func partsOf(value string) (all []string) {
	if root, err := strictjson.Parse([]byte(value), deepest); err == nil {
		return textsOf("", root)
	}
	for _, match := range named().FindAllStringSubmatch(value, -1) {
		if name, text := match[1], match[2]; len(text) >= shortestNamed && isCalledCredential(name) {
			all = append(all, text)
		}
	}
	if match := scheme().FindStringSubmatch(value); match != nil && len(match[1]) >= shortestPart {
		all = append(all, match[1])
	}
	for _, word := range words(value) {
		if isOdd(word) {
			all = append(all, word)
		}
	}
	return all
}

// textsOf returns the texts in JSON: those that are called credentials, and those that are odd.
func textsOf(name string, node any) (all []string) {
	switch node := node.(type) {
	case string:
		if len(node) >= shortestNamed && isCalledCredential(name) && !isWeb(node) || isOdd(node) {
			all = append(all, node)
		}
	case []any:
		for _, item := range node {
			all = append(all, textsOf(name, item)...)
		}
	case strictjson.Object:
		for member, item := range node {
			all = append(all, textsOf(member, item)...)
		}
	}
	return all
}

// words returns the words of a value that are long enough.
func words(value string) (all []string) {
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'=:;,&{}@", r) }) {
		if len(word) >= shortestPart {
			all = append(all, word)
		}
	}
	return all
}

// isOdd says whether a text is long enough and none that messages have anyway: words of letters, names of servers, addresses,
// paths and numbers.
func isOdd(text string) bool {
	return len(text) >= shortestPart && !isWeb(text) && !ordinary().MatchString(text)
}

// isWeb says whether a text is an address. The passwords in those are looked for apart.
func isWeb(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "//")
}

// named is for a value behind its name.
var named = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`([\w.-]+)["']?\s*[=:]\s*["']?([^\s"';,&{}]+)`)
})

// scheme is for what stands in a header behind the word for how it authenticates.
var scheme = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:bearer|basic|token)\s+(\S+)`) })

// ordinary is for what is no credential: words that are joined, names of servers, paths, numbers and dates.
var ordinary = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[-_. /](?:[A-Z]?[a-z]+|[A-Z]+))*$|^/?[\w.-]+(?:/[\w.-]+)+/?$|` +
		`^(?:[a-z0-9-]+\.)+[a-z]{2,}$|^[\d.:TZ+-]+$`)
})

// decoded returns what a text is in base64, if that is text; else "".
func decoded(text string) string {
	text = strings.TrimRight(strings.TrimSpace(text), "=")
	if len(text) < shortestPart {
		return ""
	}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if bytes, err := encoding.DecodeString(text); err == nil && isText(bytes) {
			return string(bytes)
		}
	}
	return ""
}

// isText says whether bytes are characters that can be seen, or blanks.
func isText(bytes []byte) bool {
	return utf8.Valid(bytes) && !strings.ContainsFunc(string(bytes), func(r rune) bool {
		return r < ' ' && !strings.ContainsRune("\t\r\n", r) || r == 0x7f
	})
}

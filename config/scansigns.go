package config

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
)

// signs are what a text has that may make it hold a reference: most files of a large repository have none of them, and are
// not parsed.
type signs struct {
	braces bool // of a reference, however they are escaped
	// secret and flavor are the words that stand beside the name of a secret, which no braces tell: those of the attributes
	// that hold one, and of the component that they belong to.
	secret, flavor bool
	// brace is one at the beginning of a string, of which a component may put two together.
	brace bool
	// secretName and flavorName say the same more closely: the words are names to which something is set. Only what cannot be
	// parsed is judged by that, as the words are English.
	secretName, flavorName bool
}

// mayHold says whether a text with these signs may hold a reference, or the name of a secret.
func (s signs) mayHold() bool { return s.braces || s.secret && s.flavor }

// mayJoin says whether the files of a module with these signs may hold one, as their strings can be put together.
func (s signs) mayJoin() bool { return s.mayHold() || s.brace && s.flavor }

// isConcern says whether a text with these signs may hold one of both, if it cannot be parsed.
func (s signs) isConcern() bool { return s.braces || s.secretName && s.flavorName }

func (s signs) with(other signs) signs {
	return signs{s.braces || other.braces, s.secret || other.secret, s.flavor || other.flavor,
		s.brace || other.brace, s.secretName || other.secretName, s.flavorName || other.flavorName}
}

// withNames adds to the signs of a text whether the words are names in it: in quotes with a colon behind them, and in YAML
// without quotes where a name may begin. A number behind the colon is none of a component: vocabularies have such.
func (s signs) withNames(text []byte, isJSON bool) signs {
	secret, flavor := nameSigns(isJSON)
	s.secretName = s.secretName || s.secret && secret.Match(text)
	s.flavorName = s.flavorName || s.flavor && flavor.Match(text)
	return s
}

func nameSigns(isJSON bool) (secret, flavor *regexp.Regexp) {
	if isJSON {
		return quotedNames()
	}
	return anyNames()
}

var (
	quotedNames = sync.OnceValues(func() (secret, flavor *regexp.Regexp) {
		return namePattern(inQuotesPattern, secretNaming...), namePattern(inQuotesPattern, "flavor")
	})
	anyNames = sync.OnceValues(func() (secret, flavor *regexp.Regexp) {
		const pattern = inQuotesPattern + `|(?m:^[ \t]*(?:-[ \t]+)*|[{,?]\s{0,8})(?:NAME)`
		return namePattern(pattern, secretNaming...), namePattern(pattern, "flavor")
	})
)

const inQuotesPattern = `["'](?:NAME)\\?["']`

// namePattern matches names to which something is set that is no number.
func namePattern(pattern string, names ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?:` + strings.ReplaceAll(pattern, "NAME", strings.Join(names, "|")) + `)\s{0,8}:\s{0,8}[^\s0-9]`)
}

// signsIn looks through a text.
func signsIn(text []byte) signs {
	has := func(sign string) bool { return bytes.Contains(text, []byte(sign)) }
	s := signs{secret: has("secret"), flavor: has("flavor"), brace: has(`"{`)}
	for _, braces := range []string{"{{", `\u007b`, `\u007B`, `\x7b`, `\x7B`, `\U0000007`} {
		s.braces = s.braces || has(braces)
	}
	return s
}

// longestSign is more than the longest of them.
const longestSign = 64

// signsInRest looks through the rest of a text of which the beginning was read.
func signsInRest(rest io.Reader, read []byte, isJSON bool) (signs, error) {
	const piece = 1 << 20
	found := signsIn(read).withNames(read, isJSON)
	buffer := make([]byte, 0, piece+longestSign)
	buffer = append(buffer, read[max(0, len(read)-longestSign):]...)
	for !found.isConcern() {
		n, err := rest.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		found = found.with(signsIn(buffer).withNames(buffer, isJSON))
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return found, err
		}
		buffer = append(buffer[:0], buffer[max(0, len(buffer)-longestSign):]...)
	}
	return found, nil
}

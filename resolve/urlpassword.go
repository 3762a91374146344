package resolve

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// passwordInURL matches scheme://user:PASSWORD@host, also where the text ends in the password. The slashes may be
// escaped, as in JSON; a password may hold escaped quotes, and an unescaped @ or slash.
var passwordInURL = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`:(?:\\?/){2}(?:[^\s:@/"\\]|\\.)*:(` + inURL + `)(?:@|\z)`)
})

// inURL matches the rest of a URL, which may hold references with blanks, and interpolations.
const inURL = `(?:\{\{[^{}"\n]*\}\}|[$%]\{[^{}"\n]*\}|[^\s"\\]|\\.)*`

// port matches what follows a host's colon where that is no password.
var port = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{1,5}(\\?/|[?#]|\z)`) })

// urlPasswords returns the passwords in the URLs of a text, without references and interpolations. A URL that the text
// ends in may be cut off: what could be the beginning of a password counts.
func urlPasswords(text []byte) []span {
	if !bytes.Contains(text, []byte("//")) && !bytes.Contains(text, []byte(`\/`)) {
		return nil
	}
	var found []span
	for _, match := range passwordInURL().FindAllSubmatchIndex(text, -1) {
		start, end := match[2], match[3]
		if port().Match(text[start:]) {
			continue
		}
		password := text[start:end]
		if i := bytes.IndexByte(password, '/'); i >= 0 {
			if at := bytes.LastIndexByte(password[:i], '@'); at >= 0 {
				password = password[:at] // the rest is host and path
			}
		}
		found = append(found, hideFound(text, start, start+len(password))...)
	}
	return found
}

// hasURLPassword says whether a value, which is not cut off, has a URL with a password that is more than a reference.
func hasURLPassword(value string) bool {
	return strings.Contains(value, "@") && len(urlPasswords([]byte(value+"\n"))) > 0
}

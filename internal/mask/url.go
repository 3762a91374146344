package mask

import "strings"

// unreserved are the characters beside letters and digits that are never escaped in URLs (RFC 3986, section 2.3).
const unreserved = "-._~"

// inURLs is a value as it stands in URLs and forms. Libraries differ in what they leave as it is: Go's in a path, in a
// user's password; Python's slashes; JavaScript's some marks; forms write a blank as "+".
var inURLs = func() (all []form) {
	for _, kept := range []string{"", "/", "!'()*", "$&+=:@", "$&+,;="} {
		all = append(all, escapedInURLs(kept, "%20"), escapedInURLs(kept, "+"))
	}
	return all
}()

// escapedInURLs escapes all but letters, digits, and what else is kept.
func escapedInURLs(kept, blank string) form {
	var plain [256]bool
	for c := range plain {
		plain[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			strings.IndexByte(unreserved+kept, byte(c)) >= 0
	}
	return func(text []byte, value string) []byte {
		for i := range len(value) {
			switch c := value[i]; {
			case plain[c]:
				text = append(text, c)
			case c == ' ':
				text = append(text, blank...)
			default:
				text = append(text, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
			}
		}
		return text
	}
}

package mask

import (
	"fmt"
	"strings"
)

// unreserved are the characters beside letters and digits that are never escaped in URLs (RFC 3986, section 2.3).
const unreserved = "-._~"

// inURLs returns a value as it stands in URLs and forms. Libraries differ in what they leave as it is: Go's in a path, in
// a user's password; Python's slashes; JavaScript's some marks; forms write a blank as "+".
func inURLs(value string) []string {
	var all []string
	for _, kept := range []string{"", "/", "!'()*", "$&+=:@", "$&+,;="} {
		escaped := escapeURL(value, unreserved+kept)
		all = append(all, escaped, strings.ReplaceAll(escaped, "%20", "+"))
	}
	return all
}

func escapeURL(value, kept string) string {
	var b strings.Builder
	for i := range len(value) {
		c := value[i]
		isPlain := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if isPlain || strings.IndexByte(kept, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

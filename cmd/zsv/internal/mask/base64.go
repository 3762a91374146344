package mask

import "encoding/base64"

// inBase64 returns a value as it stands in base64 by itself, at the end of what was encoded with it, such as the password
// in a header for HTTP's basic authentication, and in the middle of it. Three bytes become four characters, so that it
// depends on the bytes before the value, by their number, which characters are the value's.
func inBase64(value string) []string {
	var all []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			encoded := encoding.EncodeToString(append(make([]byte, before), value...))
			first, end := (before*8+5)/6, (before+len(value))*8/6
			if first < len(encoded) && len(encoded)-first >= shortest {
				all = append(all, encoded[first:])
			}
			if end-first >= shortest {
				all = append(all, encoded[first:end])
			}
		}
	}
	if whole := base64.StdEncoding.EncodeToString([]byte(value)); value != "" {
		all = append(all, whole)
	}
	return all
}

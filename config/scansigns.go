package config

import (
	"bytes"
	"errors"
	"io"
)

// signs are what a text has that may make it hold a reference: most files of a large repository have none of them, and are
// not parsed.
type signs struct {
	braces bool // of a reference, however they are escaped
	// secret and flavor are the words that stand beside the name of a secret, which no braces tell: those of the attributes
	// that hold one, and of the component that they belong to.
	secret, flavor bool
}

// mayHold says whether a text with these signs may hold a reference, or the name of a secret.
func (s signs) mayHold() bool { return s.braces || s.secret && s.flavor }

func (s signs) with(other signs) signs {
	return signs{s.braces || other.braces, s.secret || other.secret, s.flavor || other.flavor}
}

// signsIn looks through a text.
func signsIn(text []byte) signs {
	s := signs{secret: bytes.Contains(text, []byte("secret")), flavor: bytes.Contains(text, []byte("flavor"))}
	for _, braces := range []string{"{{", `\u007b`, `\u007B`, `\x7b`, `\x7B`, `\U0000007`} {
		s.braces = s.braces || bytes.Contains(text, []byte(braces))
	}
	return s
}

// longestSign is more than the longest of them.
const longestSign = 16

// signsInRest looks through the rest of a text of which the beginning was read.
func signsInRest(rest io.Reader, read []byte) (signs, error) {
	const piece = 1 << 20
	found := signsIn(read)
	buffer := make([]byte, 0, piece+longestSign)
	buffer = append(buffer, read[max(0, len(read)-longestSign):]...)
	for !found.mayHold() {
		n, err := rest.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		found = found.with(signsIn(buffer))
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

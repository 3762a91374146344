package mask

// alphabets finds strings in base64: it reads the alphabet for URLs as the other one.
type alphabets struct{ *automaton }

// step takes the next byte of the text.
func (a *alphabets) step(by byte) {
	switch by {
	case '-':
		by = '+'
	case '_':
		by = '/'
	}
	a.automaton.step(by)
}

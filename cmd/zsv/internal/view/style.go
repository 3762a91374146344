package view

// A style says whether text is coloured. Colour repeats what a symbol or a word says already and never stands alone.
type style bool

// The SGR codes in use: few, and only those that every terminal theme makes readable.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

// paint colours text that has been scrubbed and padded already.
func (s style) paint(code, text string) string {
	if !s || code == "" || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

package yamltext

import (
	"bytes"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Scalar is the text of a scalar that remembers where each of its bytes comes from.
type Scalar struct {
	// Start is the offset at which it is written: behind its tag and its anchor, with its quotes.
	Start int
	Text  string
	// Runs cut the text into stretches, in order; the first begins with the text.
	Runs []Run
}

// A Run is a stretch of a scalar's text that comes from one stretch of its source: byte by byte, or as a whole, as an escape
// does. It goes up to the next run.
type Run struct {
	Text, Source int // where it begins; Source counts from Scalar.Start
	Size         int // of the source of an escape; 0 where each byte stands for itself
}

// Scalar reads a scalar once more, whose value the library knows, to learn where each byte of it comes from. It follows value
// and source together: where they part, as where the text is empty, it gives up, and ok is false.
func (l *Lines) Scalar(node *yaml.Node) (s Scalar, ok bool) {
	start, ok := l.Offset(node)
	if !ok {
		return s, false
	}
	start = afterProperties(l.text, start)
	d := decoder{src: l.text, at: start, value: node.Value, base: start}
	ok = start < len(l.text) && d.read(node.Style)
	return Scalar{start, node.Value, d.runs}, ok && d.done == len(node.Value) && node.Value != ""
}

// read follows the scalar as its style says.
func (d *decoder) read(style yaml.Style) bool {
	switch {
	case style&yaml.DoubleQuotedStyle != 0:
		return d.open('"') && d.follow(d.doubleQuoted)
	case style&yaml.SingleQuotedStyle != 0:
		return d.open('\'') && d.follow(d.singleQuoted)
	case style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return (d.open('|') || d.open('>')) && d.header() && d.follow(d.block)
	}
	return d.follow(d.plain)
}

// A decoder follows a value through its source.
type decoder struct {
	src   []byte
	at    int // in the source
	base  int // where the scalar begins: offsets of runs count from there
	value string
	done  int // of the value
	runs  []Run
}

// noteSame notes that the value goes on as the source does.
func (d *decoder) noteSame() {
	last := len(d.runs) - 1
	if last < 0 || d.runs[last].Size > 0 || d.runs[last].Source+d.done-d.runs[last].Text != d.at-d.base {
		d.runs = append(d.runs, Run{Text: d.done, Source: d.at - d.base})
	}
}

func (d *decoder) open(mark byte) bool {
	if d.src[d.at] != mark {
		return false
	}
	d.at++
	return true
}

// header passes over the first line of a block scalar.
func (d *decoder) header() bool {
	for d.at < len(d.src) && breakSize(d.src[d.at:]) == 0 {
		d.at++
	}
	d.at += breakSize(d.src[min(d.at, len(d.src)):])
	return d.at <= len(d.src)
}

// follow takes steps until the value is complete.
func (d *decoder) follow(step func() bool) bool {
	for d.done < len(d.value) {
		before, passed := d.done, d.at
		if d.at > len(d.src) || !step() || d.done == before && d.at == passed {
			return d.restIsBreaks()
		}
	}
	return true
}

// restIsBreaks takes the line breaks at the end of a block scalar for the file's end.
func (d *decoder) restIsBreaks() bool {
	rest := d.value[d.done:]
	if strings.Trim(rest, "\n") != "" || d.done == 0 {
		return false
	}
	d.runs = append(d.runs, Run{d.done, max(d.at-d.base-1, 0), 1})
	d.done = len(d.value)
	return true
}

// same takes a stretch of source that stands for itself.
func (d *decoder) same(size int) bool {
	if d.at+size > len(d.src) || !strings.HasPrefix(d.value[d.done:], string(d.src[d.at:d.at+size])) {
		return false
	}
	d.noteSame()
	d.at, d.done = d.at+size, d.done+size
	return true
}

// stands takes a stretch of source that stands for some text.
func (d *decoder) stands(text string, size int) bool {
	if !strings.HasPrefix(d.value[d.done:], text) {
		return false
	}
	if text != "" {
		d.runs = append(d.runs, Run{d.done, d.at - d.base, size})
	}
	d.at, d.done = d.at+size, d.done+len(text)
	return true
}

// blanks returns the size of the blanks and line breaks that follow, and how many of the latter there are.
func (d *decoder) blanks() (size, breaks int) {
	for at := d.at; at < len(d.src); {
		if n := breakSize(d.src[at:]); n > 0 {
			at += n
			breaks++
		} else if d.src[at] == ' ' || d.src[at] == '\t' {
			at++
		} else {
			return at - d.at, breaks
		}
	}
	return len(d.src) - d.at, breaks
}

// fold takes blanks: those with line breaks as YAML folds them.
func (d *decoder) fold() (folded, ok bool) {
	switch size, breaks := d.blanks(); {
	case size == 0:
		return false, true
	case breaks == 0:
		return true, d.same(size)
	case breaks == 1:
		return true, d.stands(" ", size)
	default:
		return true, d.stands(strings.Repeat("\n", breaks-1), size)
	}
}

func (d *decoder) plain() bool {
	if folded, ok := d.fold(); folded {
		return ok
	}
	return d.same(1)
}

func (d *decoder) singleQuoted() bool {
	if folded, ok := d.fold(); folded {
		return ok
	}
	if bytes.HasPrefix(d.src[d.at:], []byte("''")) {
		return d.stands("'", len("''"))
	}
	return d.same(1)
}

func (d *decoder) doubleQuoted() bool {
	if folded, ok := d.fold(); folded {
		return ok
	}
	if d.at < len(d.src) && d.src[d.at] == '\\' {
		text, size, ok := d.escape()
		return ok && d.stands(text, size)
	}
	return d.same(1)
}

// escapes are the escapes of one letter.
var escapes = map[byte]string{'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f",
	'r': "\r", 'e': "\x1b", ' ': " ", '"': `"`, '/': "/", '\\': `\`, 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029"}

// escape reads the escape at hand.
func (d *decoder) escape() (text string, size int, ok bool) {
	rest := d.src[d.at+1:]
	if n := breakSize(rest); n > 0 { // the line goes on below
		for n < len(rest) && (rest[n] == ' ' || rest[n] == '\t') {
			n++
		}
		return "", 1 + n, true
	}
	if len(rest) == 0 {
		return "", 0, false
	}
	if text, known := escapes[rest[0]]; known {
		return text, len(`\n`), true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[rest[0]]
	if digits == 0 || len(rest) < 1+digits {
		return "", 0, false
	}
	code, err := strconv.ParseUint(string(rest[1:1+digits]), 16, 32)
	return string(rune(code)), 2 + digits, err == nil
}

// block takes a piece of a block scalar: blanks and breaks of the source for those of the value, which the indentation and
// the folding make differ.
func (d *decoder) block() bool {
	size, breaks := d.blanks()
	blank := len(d.value[d.done:]) - len(strings.TrimLeft(d.value[d.done:], " \t\n"))
	switch {
	case blank == 0 && size > 0 && (breaks > 0 || d.atLineStart()):
		d.at += size // indentation
		return true
	case blank > 0 && size == 0:
		return false
	case blank > 0 && breaks == 0 && !d.atLineStart():
		return d.same(size)
	case blank > 0:
		return d.stands(d.value[d.done:d.done+blank], size)
	}
	return d.same(1)
}

func (d *decoder) atLineStart() bool {
	return d.at > 0 && (d.src[d.at-1] == '\n' || d.src[d.at-1] == '\r')
}

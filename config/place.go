package config

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Place returns the place in the files of the bytes from start to end of a value's text: exactly, where they can be
// followed to a literal or to secret.NAME.KEY, else the innermost expression that gave them. written says whether the
// text stands in the files as it is.
func (c *Config) Place(v Value, start, end int) (at hcl.Range, written bool) {
	if v.origin.form != notLiteral {
		if at, ok := c.literalPlace(v.Range, v.origin.form, v.Text, start, end); ok {
			return at, true
		}
		return v.Range, true
	}
	wanted := wanted{text: v.Text[start:end], nth: occurrences(v.Text[:start], v.Text[start:end])}
	first, last := v.origin.partAt(start), v.origin.partAt(end-1)
	if first == nil || last == nil {
		return v.markOr(wanted.text, v.Range)
	}
	if first == last && first.form == notLiteral {
		if at, ok := c.candidatePlace(first.candidates, wanted); ok {
			return at, true
		}
		return v.markOr(wanted.text, first.at)
	}
	from, to := c.partPlace(v, first, start, first.end), c.partPlace(v, last, last.start, end)
	if first == last {
		from = c.partPlace(v, first, start, end)
		to = from
	}
	if from.Filename != to.Filename || from.Start.Byte > to.End.Byte {
		return v.Range, true
	}
	return hcl.RangeBetween(from, to), true
}

// markOr returns the place of the secret.NAME.KEY that gave text somewhere else, in a local, or otherwise.
func (v *Value) markOr(text string, otherwise hcl.Range) (hcl.Range, bool) {
	for _, mark := range v.origin.marks {
		if mark.text() == text {
			return mark.at, true
		}
	}
	return otherwise, false
}

func (o *origin) partAt(offset int) *part {
	for i := range o.parts {
		if p := &o.parts[i]; p.start <= offset && offset < p.end {
			return p
		}
	}
	return nil
}

// partPlace returns the place of the bytes from start to end of the value's text, which lie in one part.
func (c *Config) partPlace(v Value, p *part, start, end int) hcl.Range {
	if p.form != notLiteral {
		if at, ok := c.literalPlace(p.at, p.form, v.Text[p.start:p.end], start-p.start, end-p.start); ok {
			return at
		}
	}
	return p.at
}

// A wanted is the nth occurrence of a text, from 0.
type wanted struct {
	text string
	nth  int
}

func occurrences(text, of string) int { return strings.Count(text, of) }

// candidatePlace looks for a text in the literals and references it may come from.
func (c *Config) candidatePlace(candidates []candidate, w wanted) (hcl.Range, bool) {
	var places []hcl.Range
	for _, candidate := range candidates {
		if candidate.text == w.text {
			places = append(places, candidate.at)
		}
		if candidate.form != notLiteral {
			places = append(places, c.placesIn(candidate, w.text)...)
		}
	}
	if len(places) == 0 {
		return hcl.Range{}, false
	}
	return places[min(w.nth, len(places)-1)], true
}

// placesIn returns all places of text in a literal.
func (c *Config) placesIn(literal candidate, text string) []hcl.Range {
	source := c.literalSource(literal.at, literal.form)
	if source == nil {
		return nil
	}
	var places []hcl.Range
	decoded := decodeLiteral(source, literal.form)
	for from := 0; ; {
		i := strings.Index(decoded.text[from:], text)
		if i < 0 {
			return places
		}
		places = append(places, c.rawPlace(literal.at, literal.form, decoded, from+i, from+i+len(text)))
		from += i + len(text)
	}
}

// literalPlace returns the place of the bytes from start to end of the text that a literal gave.
func (c *Config) literalPlace(at hcl.Range, form literalForm, text string, start, end int) (hcl.Range, bool) {
	source := c.literalSource(at, form)
	if source == nil {
		return hcl.Range{}, false
	}
	decoded := decodeLiteral(source, form)
	aligned, ok := decoded.align(text)
	if !ok {
		return hcl.Range{}, false
	}
	return c.rawPlace(at, form, aligned, start, end), true
}

func (c *Config) rawPlace(at hcl.Range, form literalForm, decoded decodedLiteral, start, end int) hcl.Range {
	src := c.sources[at.Filename]
	origin := c.contentStart(at, form)
	first := advance(src, origin, decoded.offsets[start])
	last := advance(src, first, decoded.offsets[end]-decoded.offsets[start])
	return hcl.Range{Filename: at.Filename, Start: first, End: last}
}

// contentStart returns where the content of a literal begins: behind the quote, or on the line below <<EOT. The range of
// a part of a template has neither.
func (c *Config) contentStart(at hcl.Range, form literalForm) hcl.Pos {
	src := c.sources[at.Filename]
	switch {
	case form != heredoc && src[at.Start.Byte] == '"':
		return advance(src, at.Start, 1)
	case form == heredoc && src[at.Start.Byte] == '<' && strings.HasPrefix(string(src[at.Start.Byte:at.End.Byte]), "<<"):
		line := strings.IndexByte(string(src[at.Start.Byte:]), '\n')
		return advance(src, at.Start, line+1)
	default:
		return at.Start
	}
}

// literalSource returns the raw content of a literal, or nil where the range does not fit the file.
func (c *Config) literalSource(at hcl.Range, form literalForm) []byte {
	src := c.sources[at.Filename]
	if at.Start.Byte < 0 || at.End.Byte > len(src) || at.Start.Byte >= at.End.Byte {
		return nil
	}
	start := c.contentStart(at, form)
	end := at.End.Byte
	if start.Byte > at.Start.Byte && form != heredoc {
		end-- // the closing quote
	}
	if start.Byte > end {
		return nil
	}
	return src[start.Byte:end]
}

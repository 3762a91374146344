package config

import "encoding/json"

// commentName is the name of members that HCL leaves out.
const commentName = "//"

// members calls each for all members of the object that opens at a token, with the tokens of the name and of the value,
// and reports what is wrong between them. The object is whole if no name is lost.
func (f *jsonFile) members(open int, each func(name, value int)) (whole bool) {
	return f.items(open, f.isName, func(at int) (next int, ok bool) {
		next, value := f.member(at)
		if next == at {
			return at, false
		}
		each(at, value)
		return next, value != unreadable
	})
}

// member finds the value of a member, and the token behind that. Where it cannot be read, it reports why.
func (f *jsonFile) member(at int) (next, value int) {
	switch {
	case f.tokens[at].kind == jsonLost:
		f.damage++
		return at, unreadable
	case f.tokens[at].kind != jsonText:
		f.breaks(f.problemOfName(at))
		return at, unreadable
	case f.tokens[at+1].kind != ':':
		f.breaks(f.problemOfColon(at))
		return at + 1, unreadable
	case !f.tokens[at+2].beginsValue():
		f.breaks(f.problemOfValue(at + 2))
		return at + 2, unreadable
	case f.tokens[at+2].start == f.tokens[at+2].end:
		f.breaks(f.problem("Missing bracket", "This is a name, so the brace is missing that begins an object.", f.tokens[at+3]))
		return f.after(at + 2), unreadable
	}
	return f.after(at + 2), at + 2
}

// elements calls each for all elements of the list that opens at a token.
func (f *jsonFile) elements(open int, each func(at int)) (whole bool) {
	return f.items(open, f.beginsValue, func(at int) (next int, ok bool) {
		switch {
		case f.tokens[at].kind == jsonLost:
			f.damage++
			return at, false
		case !f.beginsValue(at):
			f.breaks(f.problemOfValue(at))
			return at, false
		}
		each(at)
		return f.after(at), true
	})
}

// items reads what stands in brackets, separated by commas. read reads one item and returns the token behind it; begins
// says whether one begins at a token. After a mistake, it goes on behind the next comma or at the next name.
func (f *jsonFile) items(open int, begins func(at int) bool, read func(at int) (next int, ok bool)) (whole bool) {
	end, whole, ok := f.tokens[open].pair, true, true
	for at := open + 1; at < end; {
		if f.tokens[at].kind == ',' {
			at = f.passCommas(at)
			continue
		}
		var next int
		before := f.damage
		next, ok = read(at)
		whole = whole && next > at
		switch {
		case f.damage > before && f.touches(next): // which is a consequence
			ok = false
		case ok && next < end && begins(next):
			f.reportMissingComma(next)
			at = next
			continue
		case ok && next < end && f.tokens[next].kind != ',':
			f.breaks(f.problemBehind(next))
			whole, ok = false, false
		}
		at = f.nextItem(next, open)
	}
	f.checkCloser(open, ok)
	return whole
}

// nextItem returns the token behind the next comma in the brackets that open at a token, or the next name in an object.
// If a comma is the last token in them, it is one too many.
func (f *jsonFile) nextItem(at, open int) int {
	end, named := f.tokens[open].pair, f.tokens[open].kind == '{'
	for at < end && f.tokens[at].kind != ',' && !(named && f.isName(at)) {
		at = f.after(at)
	}
	if at == end || f.tokens[at].kind != ',' {
		return at
	}
	if at == end-1 && f.tokens[end].end > f.tokens[at].start {
		f.reportTrailing(f.tokens[at])
	}
	return at + 1
}

// passCommas reports commas that separate nothing, and returns the token behind them.
func (f *jsonFile) passCommas(at int) int {
	f.breaks(f.problem("Comma too many", extraComma, f.tokens[at]))
	for f.tokens[at].kind == ',' {
		at++
	}
	return at
}

// touches says whether a token stands right behind the one before it, without being a comma or a bracket.
func (f *jsonFile) touches(at int) bool {
	token := f.tokens[at]
	return at > 0 && token.start == f.tokens[at-1].end && token.kind != ',' && !token.closes()
}

// checkCloser reports a bracket that is not closed, or by another. Where the last item is broken, what should close it
// may be a part of that.
func (f *jsonFile) checkCloser(open int, ok bool) {
	switch closer := f.tokens[f.tokens[open].pair]; {
	case closer.kind == closerOf(f.tokens[open].kind):
	case closer.kind == jsonAlsoUnclosed || closer.kind == jsonUnclosed && !ok:
		f.damage++
	default:
		f.breaks(f.problemOfCloser(open))
	}
}

// check reports what is wrong with a value, wherever in it.
func (f *jsonFile) check(at int) {
	switch f.tokens[at].kind {
	case '{':
		f.members(at, func(_, value int) {
			if value != unreadable {
				f.check(value)
			}
		})
	case '[':
		f.elements(at, f.check)
	}
}

// after returns the token behind a value.
func (f *jsonFile) after(at int) int {
	if f.tokens[at].opens() {
		return f.tokens[at].pair + 1
	}
	return at + 1
}

// isName says whether a member begins at a token.
func (f *jsonFile) isName(at int) bool {
	return f.tokens[at].kind == jsonText && f.tokens[at+1].kind == ':'
}

func (f *jsonFile) beginsValue(at int) bool { return f.tokens[at].beginsValue() }

func (f *jsonFile) isNull(at int) bool {
	return f.tokens[at].kind == jsonWord && string(f.sourceOf(f.tokens[at])) == "null"
}

// name returns the text of a name.
func (f *jsonFile) name(at int) string {
	var text string
	_ = json.Unmarshal(f.sourceOf(f.tokens[at]), &text) // it is known to be text
	return text
}

func (f *jsonFile) sourceOf(token jsonToken) []byte { return f.source.src[token.start:token.end] }

// textOf returns the text of a sound value.
func (f *jsonFile) textOf(at int) []byte {
	return f.text[f.tokens[at].start:f.tokens[f.after(at)-1].end]
}

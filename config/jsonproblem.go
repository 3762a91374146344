package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

const (
	extraComma = "A comma stands only between two members of an object, or two elements of a list. Remove it."
	textBehind = "The object that the file is ends above, and this comes behind it. Remove it, or look for a bracket too " +
		"many above."
	wrongQuotes = `Text is written in straight double quotes: "…".`
	noWord      = "JSON has no words but true, false and null. Text is written in quotes."
)

func syntaxError(summary, detail string, at hcl.Range) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleSyntax, Summary: summary, Detail: detail, Range: &at}
}

// report keeps one more than are listed, which shows that there are more.
func (f *jsonFile) report(d Diagnostic) {
	if len(f.diags) <= maxMistakes {
		f.diags = append(f.diags, d)
	}
}

// breaks reports what leaves a piece of the file unreadable.
func (f *jsonFile) breaks(d Diagnostic) {
	f.damage++
	f.report(d)
}

func (f *jsonFile) rangeAt(start, end int) hcl.Range {
	return hcl.Range{Filename: f.filename, Start: f.places.at(start), End: f.places.at(end)}
}

func (f *jsonFile) rangeOf(token jsonToken) hcl.Range { return f.rangeAt(token.start, token.end) }

func (f *jsonFile) problem(summary, detail string, token jsonToken) Diagnostic {
	return syntaxError(summary, detail, f.rangeOf(token))
}

// reportComments reports comments. It is plain what they are, so they cost nothing else.
func (f *jsonFile) reportComments(comments []jsonToken) {
	for _, comment := range comments {
		f.report(f.problem("Comment in JSON", `JSON has no comments. Remove it, or make it a member of the block: "//": "…".`,
			comment))
		f.blank(comment.start, comment.end)
	}
}

// reportTrailing reports a comma behind the last item, which harms nothing.
func (f *jsonFile) reportTrailing(comma jsonToken) {
	f.report(f.problem("Trailing comma", extraComma, comma))
	f.blank(comma.start, comma.end)
}

// blank overwrites a part of the text by white space of as many columns: HCL's parser counts none for a carriage return.
func (f *jsonFile) blank(start, end int) {
	for at := start; at < end; {
		size, cluster, _ := textseg.ScanGraphemeClusters(f.text[at:end], true)
		for i := range cluster {
			if cluster[i] != '\n' {
				cluster[i] = '\r'
			}
		}
		if cluster[size-1] != '\n' {
			cluster[0] = ' '
		}
		at += size
	}
}

func (f *jsonFile) problemOfRoot() Diagnostic {
	first := f.tokens[0]
	if first.kind == jsonEnd {
		return f.problem("Empty file", "A JSON file holds one object, {} at least. Write that, or delete the file.",
			jsonToken{})
	}
	return f.problem("Not a JSON object", `The whole file is one object: an opening brace, members of the form "name": value `+
		"with commas between them, and a closing brace.", jsonToken{start: first.start, end: first.end})
}

// problemOfName says what is wrong with what stands in place of a member's name.
func (f *jsonFile) problemOfName(at int) Diagnostic {
	token := f.tokens[at]
	if opener := f.tokens[at-1]; opener.kind == '{' {
		meant, end := opener, opener.end
		if token.kind == '{' && token.start == opener.end {
			meant.end, end = token.end, token.end
		}
		if detail := misquotedDetail(hclsyntax.TokenOBrace, f.source.src[end:]); detail != "" {
			return f.problem("Misquoted reference", detail, meant)
		}
	}
	if token.kind == jsonBroken && f.isPlainWord(token) || token.kind == jsonWord {
		return f.problem("Name without quotes", `The name of a member is written in double quotes: "name": value.`, token)
	}
	return f.problemBehind(at)
}

func (f *jsonFile) isPlainWord(token jsonToken) bool {
	r, _ := utf8.DecodeRune(f.sourceOf(token))
	return unicode.IsLetter(r) || r == '_'
}

// problemOfColon says what is wrong behind the name of a member.
func (f *jsonFile) problemOfColon(name int) Diagnostic {
	next := f.tokens[name+1]
	if f.source.src[min(next.start, len(f.source.src)-1)] == '=' {
		return f.problem("Missing colon", "JSON writes a colon between a name and its value, not an equals sign.", next)
	}
	if next.broken() {
		return f.problemOfToken(next)
	}
	return syntaxError("Missing colon", "A name and its value have a colon between them, which is missing here.",
		f.rangeAt(f.tokens[name].end, f.tokens[name].end))
}

// problemOfValue says what is wrong with what stands in place of a value.
func (f *jsonFile) problemOfValue(at int) Diagnostic {
	token := f.tokens[at]
	if token.broken() {
		return f.problemOfToken(token)
	}
	if token.kind == jsonUnclosed || token.kind == jsonAlsoUnclosed {
		token = jsonToken{start: f.tokens[at-1].end, end: f.tokens[at-1].end}
	}
	return f.problem("Missing JSON value", "A value is missing here: text in double quotes, a number, true, false, null, a "+
		"list or an object.", token)
}

// problemBehind says what is wrong with a token that stands where a comma or a name is to be.
func (f *jsonFile) problemBehind(at int) Diagnostic {
	switch token := f.tokens[at]; token.kind {
	case jsonBroken, jsonOdd:
		return f.problemOfToken(token)
	case ':':
		return f.problem("Unexpected colon", "A colon stands only between the name of a member, in double quotes, and its "+
			"value.", token)
	case '{', '[':
		return f.problem("Unexpected bracket", `Members of an object have names: "name": value.`, token)
	}
	return f.missingComma(at)
}

func (f *jsonFile) missingComma(next int) Diagnostic {
	end := f.tokens[next-1].end
	return syntaxError("Missing comma", "Between this and what follows there is to be a comma.", f.rangeAt(end, end))
}

// reportMissingComma reports a comma that is missing before an item, unless it is a part of what is missing there.
func (f *jsonFile) reportMissingComma(next int) {
	if before := f.tokens[next-1].kind; before == jsonUnclosed || before == jsonAlsoUnclosed {
		f.damage++
		return
	}
	f.breaks(f.missingComma(next))
}

func (f *jsonFile) problemOfCloser(open int) Diagnostic {
	opener := f.tokens[open]
	closer := f.tokens[opener.pair]
	wanted := closerOf(opener.kind)
	if closer.kind == jsonUnclosed {
		return f.problem("Unclosed bracket", fmt.Sprintf("What opens here is not closed: a %c is missing below.", wanted), opener)
	}
	return f.problem("Wrong bracket", fmt.Sprintf("This closes what opened with %c on line %d, so it is to be %c.", opener.kind,
		f.places.at(opener.start).Line, wanted), closer)
}

// problemOfToken says what is wrong with a token that JSON does not have.
func (f *jsonFile) problemOfToken(token jsonToken) Diagnostic {
	switch first, _ := utf8.DecodeRune(f.sourceOf(token)); {
	case token.kind == jsonOdd:
		return f.problem("Missing quote", "The double quotes of this line do not come in pairs: one is missing, or one is too "+
			`many. A quote in text is written \", a line break \n.`, token)
	case first == '"':
		return f.problemOfText(token)
	case first == '}' || first == ']' || first == '{' || first == '[':
		return f.problem("Bracket too many", "This bracket belongs to nothing. Remove it, or look for one too many above.", token)
	case strings.ContainsRune("'`“”„‘’«»", first):
		return f.problem("Wrong quotes", wrongQuotes, token)
	case strings.ContainsRune("+-.0123456789", first):
		return f.problem("Invalid number", "JSON writes numbers with digits on both sides of the point, and without a plus sign or "+
			"leading zeros. Text is written in quotes.", token)
	case first == '=':
		return f.problem("Unexpected equals sign", "JSON writes a colon between a name and its value, not an equals sign.", token)
	case !unicode.IsGraphic(first) || unicode.IsSpace(first):
		return f.problem("Invisible character", fmt.Sprintf("The character %U, which cannot be seen, stands here. JSON allows it "+
			"only in text: remove it.", first), token)
	}
	return f.problem("Invalid JSON keyword", noWord, token)
}

// problemOfText says what is wrong with text in double quotes.
func (f *jsonFile) problemOfText(token jsonToken) Diagnostic {
	src := f.sourceOf(token)
	if at := joined(src); at >= 0 {
		r, size := utf8.DecodeRune(src[at:])
		return syntaxError("Unreadable character", fmt.Sprintf("The character %U cannot stand before a quote or a backslash. "+
			`Write it as \u%04x.`, r, r), f.rangeAt(token.start+at, token.start+at+size))
	}
	return f.problemInside(token)
}

// problemInside finds what makes text invalid: a control character or an escape.
func (f *jsonFile) problemInside(token jsonToken) Diagnostic {
	src := f.sourceOf(token)
	for i := 1; i < len(src)-1; i++ {
		switch {
		case src[i] < ' ':
			return syntaxError("Control character in text", fmt.Sprintf("The character %U is written \\u%04x in text; a tab is \\t.",
				src[i], src[i]), f.rangeAt(token.start+i, token.start+i+1))
		case src[i] == '\\' && !json.Valid(fmt.Appendf(nil, `"%s"`, escapeAt(src[i:]))):
			return syntaxError("Invalid escape sequence", "JSON has no such escape sequence. For a backslash itself write two of "+
				`them; the others are \n, \r, \t, \b, \f, \/, \" and \uXXXX.`, f.rangeAt(token.start+i, token.start+i+2))
		case src[i] == '\\':
			i++
		}
	}
	return f.problem("Invalid text", wrongQuotes, token)
}

// escapeAt returns the escape sequence that a text begins with.
func escapeAt(src []byte) []byte {
	if src[1] == 'u' {
		return src[:min(len(`\u0000`), len(src)-1)]
	}
	return src[:2]
}

// reportType reports a value that is not what a block or its labels are written as. It holds no block, but one was meant.
func (f *jsonFile) reportType(b block, s shape, at int) {
	f.parsed.broken = append(f.parsed.broken, b.broken())
	f.report(f.problem("Incorrect JSON value type", "An object is required here: "+jsonExample(b.kind, s)+".", f.tokens[at]))
}

// reportUnlabelled reports an object in which a label is missing.
func (f *jsonFile) reportUnlabelled(b block, s shape, at int) {
	f.report(f.problem("Missing block label", fmt.Sprintf("The %s is missing here: %s. Without blocks, leave %q out.",
		s.labels[len(b.labels)], jsonExample(b.kind, s), b.kind), f.tokens[at]))
}

// jsonExample shows how a block is written in JSON.
func jsonExample(kind string, s shape) string {
	example := "{ … }"
	for _, name := range slices.Backward(s.labels) {
		example = fmt.Sprintf("{%q: %s}", strings.ToUpper(name), example)
	}
	return fmt.Sprintf("%q: %s", kind, example)
}

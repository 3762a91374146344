package resolve

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// What is shown in a file that does not parse, though it holds a sensitive name: references, native names, the headers of
// blocks, the stack's argument secrets, and what is known of the arguments in blocks of secrets and variables.

// wholeReference matches a reference of which nothing is computed or odd, so that it is not a piece of something else.
var wholeReference = sync.OnceValue(func() *regexp.Regexp {
	const name = `[\pL\pN_./-]*[\pL\pN_/-]`
	return regexp.MustCompile(`\{\{ *` + name + `\.` + name + ` *\}\}`)
})

func wholeReferences(text string) []span { return found(wholeReference(), text) }

func found(expression *regexp.Regexp, text string) []span {
	var spans []span
	for _, match := range expression.FindAllStringIndex(text, -1) {
		spans = append(spans, span{match[0], match[1]})
	}
	return spans
}

const nativeName = `(?:var|local|secret|provider|component)(?:\.[\pL_][\pL\pN_-]*|\["[\pL\pN_./-]*"\])+`

var (
	// native matches a native name with what may stand behind it, but not where it is assigned to.
	native = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b` + nativeName + `"?[ \t]*(?:[,)\]}?]|[!=]=|$)`)
	})
	// nativeOnly matches the rest of a line behind a name whose value is a native name, up to the comment.
	nativeOnly = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[ \t]*=[ \t]*` + nativeName + `[ \t]*(?:$|#|//)`)
	})
	// stackSecrets matches the argument that says who answers for a stack.
	stackSecrets = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\bsecrets"?[ \t]*[=:][ \t]*"?provider\.[\pL\pN_-]+\.[\pL\pN_-]+"?`)
	})
)

// behindNative returns where the text behind a native name begins, if that is the value of the name before.
func behindNative(rest string) int { return len(nativeOnly().FindString(rest)) }

// harmlessIn returns the parts of a line in which sensitive names mean nothing.
func harmlessIn(text string) []span {
	return slices.Concat(wholeReferences(text), found(native(), text), found(stackSecrets(), text))
}

// blockHeader matches the header of a block: its name and its labels.
var blockHeader = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*([\pL_][\pL\pN_-]*)((?:[ \t]+"[\pL\pN_./ -]*")*)[ \t]*\{`)
})

// headerOf returns the places of a header, its name and its labels, if the labels are as many as the block has.
func headerOf(text string) []int {
	match := blockHeader().FindStringSubmatchIndex(text)
	if match == nil {
		return nil
	}
	wanted, known := labels[text[match[2]:match[3]]]
	if text[match[2]:match[3]] == "key" {
		wanted, known = 1, true
	}
	if !known || wanted != strings.Count(text[match[4]:match[5]], `"`)/2 {
		return nil
	}
	return match
}

// topHeader returns the places in the header of a top-level block that a line begins with, or nil.
func topHeader(text string) []int {
	if match := headerOf(text); match != nil && match[2] == 0 && text[:match[3]] != "key" {
		return match
	}
	return nil
}

// blockWord matches a word that may begin the header of a block, though that may be broken.
var blockWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[{};])[ \t]*([\pL_][\pL\pN_-]*)[ \t]*["“{]`)
})

// readHeader notices the block that a line begins, also where its header is broken if it is one that may hold secrets.
func (m *lineMasker) readHeader(offset int, text string) {
	if m.json {
		return
	}
	if strings.HasPrefix(text, "}") {
		m.endHeader(offset + 1)
	}
	if match := topHeader(text); match != nil {
		m.endHeader(offset)
		m.addHeader(text[:match[5]], offset)
		m.block = text[:match[3]]
		return
	}
	if match := blockWord().FindStringSubmatch(text); match != nil {
		if block := blockNamed(match[1]); holds[block] != nil {
			m.block = block
		}
	}
}

// headersIn returns where the headers of blocks end that a line begins with: one at the top, and those of keys in secrets.
func (m *lineMasker) headersIn(text string) int {
	end := 0
	if match := topHeader(text); match != nil && !m.json {
		end = match[1]
	}
	for m.block == "secret" || m.block == "key" {
		match := headerOf(text[end:])
		if match == nil || text[end+match[2]:end+match[3]] != "key" {
			break
		}
		end += match[1]
	}
	return end
}

// knownArgument matches a line that is one argument, or an object in one that nests, with nothing that could hide another.
var knownArgument = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[ \t]*([\pL_]+)[ \t]*=[ \t]*(?:("[^"]*"|(?:[^"={]|[=!<>]=)*)|` +
		`\{[ \t]*(?:length[ \t]*=[ \t]*\d+)?[ \t]*\}?)[ \t}]*$`)
})

// unknownIn returns where, in a line of a block that says all it may hold, the value of anything else begins.
func (m *lineMasker) unknownIn(text string) (start int, ok bool) {
	known := holds[m.block]
	if m.json || known == nil || strings.Trim(text, " \t{}[](),;") == "" || strings.TrimSpace(text) == "validation {" {
		return 0, false
	}
	if match := knownArgument().FindStringSubmatchIndex(text); match != nil {
		name, isText := text[match[2]:match[3]], match[4] >= 0
		if isText && slices.Contains(known, name) || !isText && slices.Contains(nesting, name) {
			return 0, false
		}
	}
	return behindFirstName(text), true
}

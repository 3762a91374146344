package resolve

import (
	"slices"
	"strings"
	"unicode"
)

// What is wrong with the strings that NearMiss knows. They quote nothing of the text: what looks like a reference in a
// password's place may be a password.
const (
	nearBlanks = "This looks like a reference, but it has blanks in its name or key or round the dot, so ZenML would pass " +
		"it on as plain text. Write {{NAME.KEY}}; blanks may stand only right behind the opening and right before the " +
		"closing braces."
	nearOutside = "This looks like a reference, but blanks stand before or behind its braces, so ZenML would pass it on as " +
		"plain text. Write {{NAME.KEY}} as a string in quotes, with nothing around it; a heredoc ends in a newline."
	nearBraces = "This looks like a reference, but a reference stands between two opening and two closing braces, so ZenML " +
		"would pass it on as plain text. Write {{NAME.KEY}}."
	nearDollar = "This looks like a reference, but a dollar sign stands before it, so ZenML would pass it on as plain text. " +
		"Write {{NAME.KEY}}. If it is meant for another tool, turn this rule off here."
	nearNoDot = "This looks like a reference, but it has no dot, so ZenML would pass it on as plain text. A reference names " +
		"a secret and one of its keys: {{NAME.KEY}}."
	nearNoName = "This looks like a reference, but no name of a secret stands before the dot, so ZenML would pass it on as " +
		"plain text. Write {{NAME.KEY}}."
	nearNoKey = "This looks like a reference, but no key stands behind the dot, so ZenML would pass it on as plain text. " +
		"Write {{NAME.KEY}}."

	oddGlued = "There is more than one reference in this string. ZenML reads all of it as one: the name of the secret ends " +
		"at the first dot, and everything from there to the last two braces is the key. A value can be one reference only: " +
		"keep the whole text in one key of a secret, and refer to that."
	oddBraces = "There are braces inside this reference. ZenML takes only the outer two on each side away and reads the " +
		"others as part of the secret's name or key. Write {{NAME.KEY}}, with two braces on each side."
	oddNoName = "This reference begins with a dot, so that ZenML reads it as a key of a secret with an empty name. Write " +
		"the secret's name before the first dot: {{NAME.KEY}}."
	oddInvisible = "There is an invisible character in this reference, which ZenML reads as part of the secret's name or " +
		"key. It came in most likely by copying; type the reference anew: {{NAME.KEY}}."
)

// NearMiss says what is wrong with a whole string that looks like a reference but that ZenML would pass on as plain
// text, or would read otherwise than it looks. The detail is for people and holds nothing of the text. References that
// are part of a longer string, or have blanks around them, are no near-misses: FindReferences finds those.
func NearMiss(text string) (detail string, ok bool) {
	if reference, ok := ParseReference(text); ok {
		detail = oddity(text, reference)
	} else {
		detail = nearness(strings.TrimFunc(text, pythonSpace))
		if detail == "" && blanksAround(text) {
			detail = nearOutside
		}
	}
	return detail, detail != ""
}

// blanksAround says that a text is a reference but for blanks around it, and none that is found in a longer string,
// because it has blanks or braces inside too.
func blanksAround(text string) bool {
	_, isReference := ParseReference(strings.TrimFunc(text, pythonSpace))
	return isReference && len(FindReferences(text)) == 0
}

// oddity says why a reference does not mean what it looks like, or "".
func oddity(text string, reference Reference) string {
	inner := reference.Name + reference.Key
	switch {
	case strings.ContainsAny(inner, "{}") && len(FindReferences(text)) > 1:
		return oddGlued
	case strings.ContainsAny(inner, "{}"):
		return oddBraces
	case reference.Name == "":
		return oddNoName
	case strings.ContainsFunc(inner, invisible):
		return oddInvisible
	}
	return ""
}

func invisible(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Cc) }

// nearness says why a text without outer blanks is not a reference though it looks like one, or "".
func nearness(text string) string {
	if rest, dollar := strings.CutPrefix(text, "$"); dollar {
		if _, ok := ParseReference(rest); ok && oneReference(rest) || nearness(rest) == nearBlanks {
			return nearDollar
		}
		return ""
	}
	if len(FindReferences(text)) > 0 {
		return ""
	}
	inner := strings.TrimLeft(text, "{")
	opening := len(text) - len(inner)
	inner = strings.TrimRight(inner, "}")
	closing := len(text) - opening - len(inner)
	if strings.ContainsFunc(inner, unlikelyInName) {
		return ""
	}
	words := strings.FieldsFunc(inner, pythonSpace)
	if opening == 2 && closing == 2 {
		return betweenBraces(words)
	}
	return besideBraces(opening, closing, words)
}

// oneReference says that there are no braces inside the outer ones.
func oneReference(text string) bool {
	inner, _ := withoutBraces(text)
	return !strings.ContainsAny(inner, "{}")
}

// unlikelyInName says that a character makes a text between braces more likely JSON, a format string or a template than
// a reference gone wrong.
func unlikelyInName(r rune) bool {
	return !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) && !pythonSpace(r) && !strings.ContainsRune("._-/", r)
}

// betweenBraces judges the words between two braces on each side that are not a reference.
func betweenBraces(words []string) string {
	name, key, dot := strings.Cut(strings.Join(words, ""), ".")
	switch {
	case len(words) == 1 && !dot && beginsName(name):
		return nearNoDot
	case len(words) == 1 && dot && name == "" && beginsName(key):
		return nearNoName
	case len(words) == 1 && dot && key == "" && beginsName(name):
		return nearNoKey
	case len(words) > 1 && beginsName(name) && key != "" && !otherTemplate(words):
		return nearBlanks
	}
	return ""
}

// besideBraces judges words with too few or uneven braces around them. One brace alone is too little to judge.
func besideBraces(opening, closing int, words []string) string {
	if opening+closing < 2 || len(words) != 1 {
		return ""
	}
	name, key, _ := strings.Cut(words[0], ".")
	if !beginsName(name) || key == "" {
		return ""
	}
	return nearBraces
}

// beginsName says whether a text begins as names do: with a letter or an underscore.
func beginsName(text string) bool {
	first := strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || r == '_' })
	return first == 0
}

// templateWords are words by which templates of Go, Helm and Jinja are told from references with blanks in them.
var templateWords = []string{
	"and", "b64dec", "b64enc", "block", "break", "call", "continue", "default", "define", "else", "end", "env", "eq", "for",
	"ge", "get", "gt", "html", "if", "in", "include", "index", "indent", "is", "join", "js", "le", "len", "lookup", "lower",
	"lt", "ne", "nindent", "not", "or", "print", "printf", "println", "quote", "range", "replace", "required", "return",
	"set", "slice", "squote", "template", "title", "toJson", "toString", "toYaml", "tpl", "trim", "trunc", "upper",
	"urlquery", "with",
}

// otherTemplate says whether words between braces are more likely another tool's template: they hold one of its words,
// or more dots than the one between name and key that has blanks about it.
func otherTemplate(words []string) bool {
	dotted := 0
	for _, word := range words {
		if slices.Contains(templateWords, word) {
			return true
		}
		if strings.Contains(word, ".") {
			dotted++
		}
	}
	chained := slices.ContainsFunc(words, func(word string) bool { return len(word) > 1 && strings.Contains(word[1:], ".") })
	return dotted > 1 || chained && strings.HasPrefix(words[1], ".")
}

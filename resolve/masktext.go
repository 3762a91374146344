package resolve

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A span is a part of a file that is not to be shown. It does not go over a line's end.
type span struct{ start, end int }

// hook matches the URL of a webhook, whose path is the secret: one on a host named hooks, or with a part of its path that
// is so named.
var hook = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i):(?:\\?/){2}(?:hooks?\.[^\s"/\\]*\\?/(?:(?:services|workflows|triggers)\\?/)?|` +
		`[^\s"]*?/(?:web)?hooks?b?2?\\?/)(` + inURL + `)`)
})

// parameter matches a parameter of a URL, with its name and its value. In JSON the sign before it may be escaped.
var parameter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:[?&;#]|\\u0026)([\pL_][\pL\pN_.-]*)=((?:\{\{[^{}"\n]*\}\}|[$%]\{[^{}"\n]*\}|[^\s"\\&#;])*)`)
})

// sensitiveParameter says whether a parameter in a URL holds a secret, or signs the URL.
func sensitiveParameter(name string) bool {
	return anySensitive(name) || slices.Contains([]string{"code", "sig"}, strings.ToLower(name))
}

// urlSecrets returns the secrets in the URLs of a file, without references and interpolations.
func urlSecrets(src []byte) []span {
	found := urlPasswords(src)
	if bytes.Contains(bytes.ToLower(src), []byte("hook")) {
		for _, match := range hook().FindAllSubmatchIndex(src, -1) {
			found = append(found, hideFound(src, match[2], match[3])...)
		}
	}
	for _, match := range parameter().FindAllSubmatchIndex(src, -1) {
		if sensitiveParameter(string(src[match[2]:match[3]])) {
			found = append(found, hideFound(src, match[4], match[5])...)
		}
	}
	return found
}

func hideFound(src []byte, start, end int) []span {
	return hide(src, span{start, end}, keptIn(src[start:end], start))
}

var interpolation = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[$%]\{[^{}"]*\}`) })

// keptIn returns the references and interpolations in a text that begins at an offset.
func keptIn(text []byte, offset int) []span {
	var kept []span
	for _, found := range FindReferences(string(text)) {
		kept = append(kept, span{offset + found.Start, offset + found.End})
	}
	for _, match := range interpolation().FindAllIndex(text, -1) {
		kept = append(kept, span{offset + match[0], offset + match[1]})
	}
	return merged(kept)
}

// hide returns the parts of a span that are to be masked: all but what is kept, line by line, without the blanks at the
// ends. What is kept is sorted and does not overlap.
func hide(src []byte, s span, kept []span) []span {
	first, _ := slices.BinarySearchFunc(kept, s.start, func(k span, start int) int { return k.end - start })
	var hidden []span
	for _, k := range kept[first:] {
		if k.start >= s.end {
			break
		}
		hidden = append(hidden, hideLines(src, span{s.start, k.start})...)
		s.start = max(s.start, k.end)
	}
	return append(hidden, hideLines(src, s)...)
}

func hideLines(src []byte, s span) []span {
	var hidden []span
	for s.start < s.end {
		end := lineEnd(src[:s.end], s.start)
		line := src[s.start:end]
		start := s.start + len(line) - len(bytes.TrimLeft(line, " \t\r\n"))
		if stop := s.start + len(bytes.TrimRight(line, " \t\r\n")); start < stop {
			hidden = append(hidden, span{start, stop})
		}
		s.start = end
	}
	return hidden
}

// assignment matches NAME= and NAME: in text, whatever the quotes about the name.
var assignment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`([\pL_][\pL\pN_.-]*)(?:\\?["'])?[ \t]*[=:]`)
})

// assignedIn returns where, in a line of text, the value of a sensitive name begins: in "host=h password=p", say. What
// begins the line may be an attribute that a heredoc or a comment hides, or with an equals sign one that unknown, if it is
// given, says yes to. What follows a question mark is a parameter.
func assignedIn(line string, unknown func(string) bool) (start int, ok bool) {
	if !strings.ContainsAny(line, "=:") {
		return 0, false
	}
	begin := len(line) - len(strings.TrimLeft(line, " \t#/*\"'\\{"))
	for _, match := range assignment().FindAllStringSubmatchIndex(line, -1) {
		name := line[match[2]:match[3]]
		first, equals := match[2] == begin, line[match[1]-1] == '='
		switch {
		case sensitiveAttribute("", name), first && alwaysSensitive(name),
			first && equals && unknown != nil && unknown(name),
			equals && isParameter(line[:match[2]]) && sensitiveParameter(name):
			return match[1], true
		}
	}
	return 0, false
}

// isParameter says whether a name behind this text is a parameter's in a URL.
func isParameter(before string) bool {
	return before != "" && strings.ContainsAny(before[len(before)-1:], "?&")
}

package resolve

import (
	"regexp"
	"strings"
	"sync"
)

var (
	// urlMark matches what a URL has behind its scheme, with a character missing or one too many.
	urlMark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`:?(?:\\?/).?(?:\\?/)|:.?\\?/|:.?.?//`) })
	// portInLine matches the end of a host's port.
	portInLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("^\\d{1,5}(?:[\\\\/?#\"'`,;)\\]}]|$)") })
	// hookInLine matches the beginning of a webhook's URL, up to its path.
	hookInLine = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)hooks?\.[^\s"/\\]*\\?/|[/.](?:web)?hooks?b?2?\\?/`)
	})
)

// urlsInLine returns what may be secret in the URLs of a line that does not parse: all before an @, what follows a colon
// and is no port, and the paths of webhooks.
func urlsInLine(text string) []span {
	var secrets []span
	if hook := hookInLine().FindStringIndex(text); hook != nil {
		secrets = append(secrets, span{hook[1], len(text)})
	}
	mark := urlMark().FindStringIndex(text)
	at := strings.LastIndexByte(text, '@')
	switch {
	case at >= 0:
		secrets = append(secrets, span{beforeAt(text[:at], mark), at})
	case mark != nil:
		end := mark[1] + len(firstWord(text[mark[1]:]))
		if colon := strings.IndexByte(text[mark[1]:end], ':'); colon >= 0 && !portInLine().MatchString(text[mark[1]+colon+1:end]) {
			secrets = append(secrets, span{mark[1] + colon + 1, end})
		}
	}
	return secrets
}

// beforeAt returns where the user's part of a URL begins that an @ ends.
func beforeAt(text string, mark []int) int {
	if mark != nil && mark[1] <= len(text) {
		return mark[1]
	}
	return strings.LastIndexAny(text, " \t\"'") + 1
}

// firstWord returns the text up to its first blank.
func firstWord(text string) string {
	if i := strings.IndexAny(text, " \t"); i >= 0 {
		return text[:i]
	}
	return text
}

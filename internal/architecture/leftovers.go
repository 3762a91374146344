package architecture

import (
	"go/token"
	"path"
	"regexp"
	"strings"
)

// unfinished are the words for work that was put off. Open work is kept in issues.
var unfinished = regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)

// vague are the names that say nothing about what a file or package holds.
var vague = regexp.MustCompile(`(?i)^(utils?|helpers?|common|misc|types|shared|base)$`)

// leftovers returns what a file puts off, and where its name says nothing.
func leftovers(f *file) []violation {
	var found []violation
	for _, group := range f.tree.Comments {
		for _, comment := range group.List {
			if place := unfinished.FindStringIndex(comment.Text); place != nil {
				word, at := comment.Text[place[0]:place[1]], comment.Pos()+token.Pos(place[0])
				found = append(found, f.violation(at, "%s: finish it, or open an issue", word))
			}
		}
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(path.Base(f.path), ".go"), "_test")
	for _, name := range []string{stem, path.Base(f.directory)} {
		if vague.MatchString(name) {
			found = append(found, f.violation(f.tree.Name.Pos(), "%q says nothing: name it for the idea it holds", name))
		}
	}
	return found
}

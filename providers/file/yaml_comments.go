package file

import (
	"bytes"
	"slices"
	"strings"
)

// A yamlComment is a comment with its place among landmarks. What it is about is for people to see: it is behind
// something, or above it, or stands between.
type yamlComment struct {
	text   string
	isOwn  bool   // it has its line to itself
	indent int    // of its line
	last   int    // the index of the landmark that it follows; -1 if there is none
	above  int    // that of the one that begins in the line below it, and below the comments that follow it; -1 if none does
	from   string // the landmark before it that the other text has too; "" if there is none
	to     string // the one after it
}

// keepsComments says whether all comments are in a text after a revision where they were in it before, but for those of
// what was removed. The library, where it writes, loses comments and moves them; what a text is read as does not show it.
func keepsComments(before, after *yamlDocument, r revision) bool {
	if !bytes.Contains(before.text, []byte("#")) {
		return true
	}
	old, fresh := before.survey(r.called), after.survey(unchanged)
	if old == nil || fresh == nil {
		return false
	}
	both := old.and(fresh)
	rest := fresh.comments(both)
	for _, comment := range old.comments(both) {
		switch {
		case len(rest) > 0 && old.isSame(comment, fresh, rest[0], both):
			rest = rest[1:]
		case !old.goes(comment, both):
			return false
		}
	}
	return len(rest) == 0
}

// called returns the name that a secret has after a revision.
func (r revision) called(name string) string {
	switch {
	case r.rename != nil && name == r.secret:
		return *r.rename
	case r.rename != nil && name == *r.rename: // it is null and makes room
		return name + " that was"
	default:
		return name
	}
}

// and returns the paths of the landmarks that both texts have.
func (s *yamlSurvey) and(other *yamlSurvey) map[string]bool {
	here, both := map[string]bool{}, map[string]bool{}
	for _, landmark := range s.landmarks {
		here[landmark.path] = true
	}
	for _, landmark := range other.landmarks {
		if here[landmark.path] {
			both[landmark.path] = true
		}
	}
	return both
}

// path returns that of a landmark; "" for -1.
func (s *yamlSurvey) path(index int) string {
	if index < 0 {
		return ""
	}
	return s.landmarks[index].path
}

// isSame says whether a comment is the other one, of a later text, and no one takes it to be about something else there:
// not about what is new, and about nothing at all only if that is so in both or what it was about is gone.
func (s *yamlSurvey) isSame(comment yamlComment, later *yamlSurvey, other yamlComment, both map[string]bool) bool {
	if comment.text != other.text || comment.isOwn != other.isOwn || comment.from != other.from || comment.to != other.to {
		return false
	}
	was, is := s.path(comment.above), later.path(other.above)
	switch {
	case !comment.isOwn:
		return later.path(other.last) == other.from
	case was == "" || both[was]:
		return is == was
	default:
		return is == "" || both[is]
	}
}

// goes says whether a comment belongs to what only the former text has.
func (s *yamlSurvey) goes(comment yamlComment, both map[string]bool) bool {
	isGone := func(index int) bool { return index >= 0 && !both[s.path(index)] }
	switch {
	case !comment.isOwn:
		return isGone(comment.last)
	case isGone(comment.above):
		return true
	}
	column := -1
	for i := comment.last; isGone(i); i = s.landmarks[i].parent {
		column = s.landmarks[i].column
	}
	return column >= 0 && comment.indent > column // inside of it, below its last line
}

// comments returns those of a text, in their order. Those landmarks count for from and to whose path is in known.
func (s *yamlSurvey) comments(known map[string]bool) []yamlComment {
	var all []yamlComment
	back, forth := s.neighbours(known)
	next, below := 0, 0 // the first landmark after the comment, the first line below it that is no comment
	for _, start := range s.commentStarts() {
		for next < len(s.landmarks) && s.landmarks[next].offset < start {
			next++
		}
		line := s.lineAt(start)
		comment := yamlComment{last: s.followed(next-1, start), above: -1, indent: start - s.starts[line]}
		comment.text = strings.TrimRight(string(s.text[start:s.starts[line+1]]), " \t\r\n")
		before := strings.TrimSpace(string(s.text[s.starts[line]:start]))
		comment.isOwn = before == ""
		if before == "---" || before == "..." { // it is about the document
			comment.last = -1
		}
		below = max(below, line+1)
		for below < s.lines() && isComment(s.line(below)) {
			below++
		}
		if comment.isOwn && next < len(s.landmarks) && s.lineAt(s.landmarks[next].offset) == below {
			comment.above = next
		}
		comment.from, comment.to = back[comment.last+1], forth[next]
		all = append(all, comment)
	}
	return all
}

// followed returns the index of the landmark that is before an offset, given the one that begins last there: behind
// brackets it is what they are the value of.
func (s *yamlSurvey) followed(index, offset int) int {
	for index >= 0 && s.landmarks[index].closed > 0 && s.landmarks[index].closed <= offset {
		index = s.landmarks[index].parent
	}
	return index
}

// neighbours returns the paths of the last landmark that is known before each index, and of the first one from it on.
func (s *yamlSurvey) neighbours(known map[string]bool) (back, forth []string) {
	count := len(s.landmarks)
	back, forth = make([]string, count+1), make([]string, count+1)
	for i, landmark := range s.landmarks {
		if back[i+1] = back[i]; known[landmark.path] {
			back[i+1] = landmark.path
		}
	}
	for i := count - 1; i >= 0; i-- {
		if forth[i] = forth[i+1]; known[s.path(i)] {
			forth[i] = s.path(i)
		}
	}
	return back, forth
}

// commentStarts returns the offsets of all comments.
func (s *yamlSurvey) commentStarts() []int {
	var starts []int
	scalars := s.scalars
	for i := 0; i < len(s.text); i++ {
		for len(scalars) > 0 && scalars[0].start <= i {
			i = max(i, scalars[0].end)
			scalars = scalars[1:]
		}
		if i < len(s.text) && s.text[i] == '#' && (i == 0 || slices.Contains([]byte(" \t\r\n[]{},\"'"), s.text[i-1])) {
			starts = append(starts, i)
			i = s.starts[s.lineAt(i)+1] - 1
		}
	}
	return starts
}

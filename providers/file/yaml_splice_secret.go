package file

import "github.com/zsv-dev/zsv/internal/splice"

import "strings"

// newSecret adds a secret at the end of the document.
func (s *yamlSplicer) newSecret(r revision) []splice.Part {
	switch {
	case s.root == nil:
		return []splice.Part{s.apart(len(s.text), s.secretLines(0, r))}
	case len(s.root.Content) == 0:
		return s.firstSecret(r)
	}
	end, ok := s.after(s.root, len(s.root.Content)-2)
	if !ok {
		return nil
	}
	end, lines := s.endOfComments(end), s.secretLines(s.root.Column-1, r)
	if s.areApart() {
		return []splice.Part{s.inserted(end, s.lineEnd+lines)}
	}
	return []splice.Part{s.apart(end, lines)}
}

// firstSecret puts a secret in the place of "{}", which is all that its line holds, or is behind "---".
func (s *yamlSplicer) firstSecret(r revision) []splice.Part {
	at, ok := s.extent(s.root, s.root.Column)
	line := s.lineAt(at.start)
	if !ok || s.text[at.start] != '{' || s.lineAt(at.end-1) != line {
		return nil
	}
	before, next := string(s.text[s.starts[line]:at.start]), s.starts[line+1]
	rest := strings.TrimSpace(string(s.text[at.end:next]))
	switch {
	case strings.TrimRight(before, " \t") == "---" && (rest == "" || rest[0] == '#'):
		return []splice.Part{splice.Replace(s.starts[line]+len("---"), at.end, ""), s.inserted(next, s.secretLines(0, r))}
	case isBlank(before) && rest == "":
		lines := s.apart(s.starts[line], s.secretLines(0, r))
		return []splice.Part{splice.Replace(lines.Start, next, lines.Text)}
	default:
		return nil
	}
}

// secretLines returns a secret with its keys, in lines.
func (s *yamlSplicer) secretLines(column int, r revision) string {
	indent := strings.Repeat(" ", column)
	if len(r.set) == 0 {
		return indent + spellYAML(r.secret) + ": {}" + s.lineEnd
	}
	return indent + spellYAML(r.secret) + ":" + s.lineEnd + s.keyLines(indent+strings.Repeat(" ", s.unit()), r.set)
}

// apart inserts lines, after a blank one where the line before is a comment, which would seem to be about them.
func (s *yamlSplicer) apart(offset int, lines string) splice.Part {
	if offset > 0 && isComment(s.line(s.lineAt(offset-1))) {
		lines = s.lineEnd + lines
	}
	return s.inserted(offset, lines)
}

// areApart says whether a blank line stands between the last two secrets.
func (s *yamlSplicer) areApart() bool {
	if s.root == nil || len(s.root.Content) < 4 {
		return false
	}
	first := s.firstLine(s.root.Content[len(s.root.Content)-2])
	return first > 0 && isBlank(s.line(first-1))
}

// endOfComments returns the offset after the comments and blank lines that follow, but for blank lines at the end.
func (s *yamlSplicer) endOfComments(offset int) int {
	for i := s.lineAt(offset); offset < len(s.text) && i < s.lines(); i++ {
		switch line := s.line(i); {
		case isComment(line):
			offset = s.starts[i+1]
		case !isBlank(line):
			return offset
		}
	}
	return offset
}

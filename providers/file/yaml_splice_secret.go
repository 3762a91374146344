package file

import "strings"

// newSecret adds a secret at the end of the document.
func (s *yamlSplicer) newSecret(r revision) splices {
	indent, end := "", len(s.text)
	if s.root != nil && len(s.root.Content) > 0 {
		indent = strings.Repeat(" ", s.root.Column-1)
		after, ok := s.after(s.root, len(s.root.Content)-2)
		if !ok {
			return nil
		}
		end = s.endOfComments(after)
	}
	lines := indent + spellYAML(r.secret) + ": {}" + s.lineEnd
	if len(r.set) > 0 {
		lines = indent + spellYAML(r.secret) + ":" + s.lineEnd + s.keyLines(indent+strings.Repeat(" ", s.unit()), r.set)
	}
	if s.areApart() {
		lines = s.lineEnd + lines
	}
	return splices{s.inserted(end, lines)}
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

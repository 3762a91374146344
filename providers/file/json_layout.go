package file

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// A jsonLayout is how a file writes its objects.
type jsonLayout struct {
	lead   string // what stands before a secret's name: a line break and its indentation; "" where all is in one line
	unit   string // what the indentation of keys has more
	colon  string
	inLine bool // secrets are written in one line each
}

// layoutOf looks at the last secret: that is the one that those who add to a file copy.
func layoutOf(text []byte, root *jsonObject) jsonLayout {
	layout := jsonLayout{lead: "\n  ", unit: "  ", colon: ": "}
	if root == nil || len(root.members) == 0 {
		return layout
	}
	last := root.members[len(root.members)-1]
	layout.lead = string(text[leadOf(text, root.members[0].nameAt):root.members[0].nameAt])
	layout.colon = string(text[last.nameEnd:last.valueAt])
	if i := strings.LastIndexByte(layout.lead, '\n'); i >= 0 {
		layout.unit = layout.lead[i+1:]
	} else {
		layout.lead, layout.inLine = "", true
	}
	if last.object != nil && len(last.object.members) > 0 {
		layout.inLine = !bytes.Contains(text[last.object.start:last.object.end], []byte("\n"))
	}
	return layout
}

// secret returns a secret with the keys that a revision sets.
func (l jsonLayout) secret(r revision) string {
	members := map[string]string{}
	for key, value := range r.set {
		members[key] = quoteJSON(value)
	}
	if l.inLine {
		return l.object("", members)
	}
	return l.object(l.lead, members)
}

// object returns an object whose brace stands in a line that begins with lead; in one line where lead is "".
func (l jsonLayout) object(lead string, members map[string]string) string {
	if len(members) == 0 {
		return "{}"
	}
	var parts []string
	for _, name := range sortedKeys(members) {
		parts = append(parts, quoteJSON(name)+l.colon+members[name])
	}
	if lead == "" {
		separator := ", "
		if l.colon == ":" {
			separator = ","
		}
		return "{" + strings.Join(parts, separator) + "}"
	}
	inner := lead + l.unit
	return "{" + inner + strings.Join(parts, ","+inner) + lead + "}"
}

func sortedKeys(members map[string]string) []string { return slices.Sorted(maps.Keys(members)) }

// leadOf returns where the blanks and line breaks before an offset begin.
func leadOf(text []byte, offset int) int {
	return len(bytes.TrimRight(text[:offset], " \t\r\n"))
}

// lineLead returns the line break before an offset, with the indentation of the line that begins there.
func lineLead(text []byte, offset int) string {
	start := bytes.LastIndexByte(text[:offset], '\n')
	line := text[start+1:]
	lead := string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
	if start > 0 && text[start-1] == '\r' {
		return "\r\n" + lead
	}
	return "\n" + lead
}

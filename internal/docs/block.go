package docs

import (
	"fmt"
	"regexp"
	"strings"
)

// A block is a fenced block of a page.
type block struct {
	page     string
	line     int // of the opening fence, from 1
	language string
	section  string // the text of the heading of the second level that it stands under
	notes    map[string]string
	body     []string
}

func (b block) place() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

// text returns the block's body as the file that it shows.
func (b block) text() string { return strings.Join(b.body, "\n") + "\n" }

var (
	fence         = regexp.MustCompile("^(`{3,}|~{3,}) *([A-Za-z0-9_+-]*).*$")
	indentedFence = regexp.MustCompile("^[ \t>*-]+(`{3,}|~{3,})")
	note          = regexp.MustCompile(`^<!-- ([a-z ]+): (.+) -->\s*$`)
)

// blocksOf returns the fenced blocks of a page, in order. A fence that is longer than three holds shorter ones as text.
// A block that is indented would not be found, so it is an error.
func blocksOf(page, source string) ([]block, error) {
	var (
		blocks  []block
		open    string
		section string
		above   = map[string]string{}
	)
	for i, line := range strings.Split(source, "\n") {
		found := fence.FindStringSubmatch(line)
		switch {
		case open != "" && closes(found, open):
			open = ""
		case open != "":
			last := &blocks[len(blocks)-1]
			last.body = append(last.body, line)
		case found != nil:
			open = found[1]
			blocks = append(blocks, block{page: page, line: i + 1, language: found[2], section: section, notes: above})
			above = map[string]string{}
		case indentedFence.MatchString(line):
			return blocks, fmt.Errorf("%s:%d: start the block at the margin: an indented one is not run", page, i+1)
		default:
			section, above = outside(line, section, above)
		}
	}
	if open != "" {
		return blocks, fmt.Errorf("%s: the block is not closed", blocks[len(blocks)-1].place())
	}
	return blocks, nil
}

// outside reads a line between blocks: a note is kept for the block below it, and any other text ends the notes.
func outside(line, section string, above map[string]string) (string, map[string]string) {
	if found := note.FindStringSubmatch(line); found != nil {
		above[found[1]] = found[2]
		return section, above
	}
	if heading, ok := strings.CutPrefix(line, "## "); ok {
		section = headingText(heading)
	}
	return section, map[string]string{}
}

func closes(found []string, open string) bool {
	return found != nil && found[2] == "" && strings.HasPrefix(found[1], open)
}

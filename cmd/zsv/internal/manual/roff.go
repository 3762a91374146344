package manual

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A Release is what the pages are of. Nothing in them depends on when or where they are made.
type Release struct {
	Version string
	Date    time.Time
}

// FileName returns the name of a page's file: zsv-secret-get.1.
func (p *Page) FileName() string { return p.hyphenated() + ".1" }

func (p *Page) hyphenated() string { return strings.ReplaceAll(p.Name, " ", "-") }

// WriteMan writes a page in the macros of man(7).
func (p *Page) WriteMan(w io.Writer, of Release) error {
	m := &roff{}
	m.line(`.TH "%s" "1" "%s" "zsv %s" "zsv manual"`, strings.ToUpper(p.hyphenated()), of.Date.UTC().Format(time.DateOnly),
		escape(of.Version))
	m.line(".nh\n.ad l") // words are not broken and lines not filled: much of this is to be copied
	m.section("NAME")
	m.line(`%s \- %s`, escape(p.hyphenated()), escape(p.Summary))
	m.section("SYNOPSIS")
	m.line(`.B %s`, escape(p.Usage))
	m.description(p)
	m.entries("COMMANDS", manPagesOf(p.Commands))
	m.options("OPTIONS", p.Options)
	m.options("GLOBAL OPTIONS", p.Global)
	m.exitStatus(p.Exit)
	m.entries("ENVIRONMENT", p.Variables)
	m.entries("FILES", p.Files)
	m.examples(p.Examples)
	m.seeAlso(p.Related)
	_, err := io.WriteString(w, m.text.String())
	return err
}

// manPagesOf names commands as their pages are called.
func manPagesOf(commands []Entry) []Entry {
	pages := make([]Entry, len(commands))
	for i, command := range commands {
		pages[i] = Entry{strings.ReplaceAll(command.Term, " ", "-") + "(1)", command.Text + "."}
	}
	return pages
}

// roff is a page as it is written.
type roff struct{ text strings.Builder }

func (m *roff) line(format string, args ...any) { fmt.Fprintf(&m.text, format+"\n", args...) }

func (m *roff) section(name string) { m.line(`.SH "%s"`, name) }

func (m *roff) description(p *Page) {
	if len(p.About)+len(p.Aliases) == 0 {
		return
	}
	m.section("DESCRIPTION")
	for i, paragraph := range p.About {
		switch {
		case paragraph.Kept:
			m.kept(strings.Split(paragraph.Text, "\n"), i > 0)
			continue
		case i > 0:
			m.line(".PP")
		}
		m.line("%s", escape(paragraph.Text))
	}
	if len(p.Aliases) > 0 {
		m.line(".PP\nIt may also be called %s.", escape(strings.Join(p.Aliases, ", ")))
	}
}

// kept writes lines as they are, apart from what is above them, unless that is a heading.
func (m *roff) kept(lines []string, apart bool) {
	if apart {
		m.line(".PP")
	}
	m.line(".RS 4\n.nf")
	for _, line := range lines {
		m.line("%s", escape(line))
	}
	m.line(".fi\n.RE")
}

func (m *roff) entries(title string, entries []Entry) {
	if len(entries) == 0 {
		return
	}
	m.section(title)
	for _, entry := range entries {
		m.line(".TP\n.B %s\n%s", escape(entry.Term), escape(entry.Text))
	}
}

func (m *roff) options(title string, options []Option) {
	if len(options) == 0 {
		return
	}
	m.section(title)
	for _, option := range options {
		m.line(".TP\n%s\n%s", option.roff(), escape(option.sentence()))
	}
}

// roff returns the option's term: -h, --help, or --level LEVEL.
func (o Option) roff() string {
	term := `\fB` + escape("--"+o.Long) + `\fR`
	if o.Short != "" {
		term = `\fB` + escape("-"+o.Short) + `\fR, ` + term
	}
	if o.Value != "" {
		term += ` \fI` + escape(o.Value) + `\fR`
	}
	return term
}

// sentence returns what an option does as a sentence, with its default.
func (o Option) sentence() string {
	text := capital(o.Text)
	if o.Default != "" {
		text += " (default " + o.Default + ")"
	}
	return text + "."
}

func (m *roff) exitStatus(status ExitStatus) {
	if status.Text != "" {
		m.section("EXIT STATUS")
		m.line("%s", escape(status.Text))
		return
	}
	m.entries("EXIT STATUS", status.Codes)
}

func (m *roff) examples(lines []string) {
	if len(lines) == 0 {
		return
	}
	m.section("EXAMPLES")
	m.kept(lines, false)
}

func (m *roff) seeAlso(commands []string) {
	const reference = "https://github.com/zsv\\-dev/zsv/tree/main/docs"
	m.section("SEE ALSO")
	for _, command := range commands {
		m.line(`.BR %s (1),`, escape(strings.ReplaceAll(command, " ", "-")))
	}
	m.line("%s", reference)
}

// escape makes text fit for roff: no control line begins in it, and what has a meaning or another shape there is what it is.
func escape(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`,
		"…", `...`, "·", `\(pc`).Replace(text)
	if strings.HasPrefix(text, ".") {
		return `\&` + text
	}
	return text
}

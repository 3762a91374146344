package manual

import (
	"fmt"
	"io"
	"strings"
)

// WriteReference writes all pages as one of Markdown.
func WriteReference(w io.Writer, pages []Page) error {
	m := &markdown{}
	m.line("<!-- Made of the commands by `go test ./cmd/zsv/internal/manual -update`; edit their help. -->")
	m.line("\n# Commands\n")
	m.line("What `zsv COMMAND --help` and `man zsv-COMMAND` say, on one page.\n")
	for _, p := range pages[1:] {
		m.line("%s- [`%s`](#%s): %s", strings.Repeat("  ", strings.Count(p.Name, " ")-1), p.Name, p.hyphenated(), p.Summary)
	}
	for i := range pages {
		m.page(&pages[i])
	}
	_, err := io.WriteString(w, m.text.String())
	return err
}

// markdown is the reference as it is written.
type markdown struct{ text strings.Builder }

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(&m.text, format+"\n", args...) }

func (m *markdown) page(p *Page) {
	m.line("\n## %s\n\n%s.\n\n```text\n%s\n```", p.Name, p.Summary, p.Usage)
	for _, paragraph := range p.About {
		if paragraph.Kept {
			m.block(paragraph.Text)
		} else {
			m.line("\n%s", prose(paragraph.Text))
		}
	}
	if len(p.Aliases) > 0 {
		m.line("\nIt may also be called `%s`.", strings.Join(p.Aliases, "`, `"))
	}
	m.options(p.Options, p.Name)
	if p.Name == strings.Fields(p.Name)[0] {
		m.entries("variable", p.Variables)
		m.entries("file", p.Files)
	}
	m.exitStatus(p.Exit)
	if len(p.Examples) > 0 {
		m.block(strings.Join(p.Examples, "\n"))
	}
}

func (m *markdown) block(text string) { m.line("\n```text\n%s\n```", text) }

func (m *markdown) options(options []Option, command string) {
	m.line("\n| option | does |\n| --- | --- |")
	for _, option := range options {
		m.line("| `%s` | %s |", cell(option.term()), prose(cell(option.sentence())))
	}
	if strings.Contains(command, " ") {
		m.line("\nBeside these it takes [those of every command](#zsv).")
	}
}

// term returns the option as people write it.
func (o Option) term() string {
	term := "--" + o.Long
	if o.Short != "" {
		term = "-" + o.Short + ", " + term
	}
	return strings.TrimSpace(term + " " + o.Value)
}

func (m *markdown) entries(name string, entries []Entry) {
	m.line("\n| %s | is |\n| --- | --- |", name)
	for _, entry := range entries {
		m.line("| `%s` | %s |", strings.ReplaceAll(cell(entry.Term), ", ", "`, `"), prose(cell(entry.Text)))
	}
}

func (m *markdown) exitStatus(status ExitStatus) {
	if status.Text != "" {
		m.line("\nExit codes: %s", prose(strings.ToLower(status.Text[:1])+status.Text[1:]))
		return
	}
	m.line("\n| exit code | says |\n| --- | --- |")
	for _, code := range status.Codes {
		m.line("| %s | %s |", code.Term, prose(cell(code.Text)))
	}
}

// cell keeps text from ending its cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// prose sets what is code in running text as such, so that none of it is taken for markup.
func prose(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		bare := strings.TrimRight(strings.TrimLeft(word, "("), ".,;:)")
		if isCode(bare) {
			words[i] = strings.Replace(word, bare, "`"+bare+"`", 1)
		}
	}
	return strings.Join(words, " ")
}

func isCode(word string) bool {
	return strings.HasPrefix(word, "--") || strings.HasPrefix(word, "$") || len(word) > 1 && strings.ContainsAny(word, "_*<>{}@=~")
}

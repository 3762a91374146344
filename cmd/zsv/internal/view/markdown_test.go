package view_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extensionast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

func TestMarkdownGolden(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, filepath.Join("testdata", "golden", name+".markdown"), render(t, "markdown", f.Report, view.Options{}))
		})
	}
}

// A warning is no failure: what is not verified fails nothing where that is allowed.
func TestMarkdownSaysWhatIsAllowed(t *testing.T) {
	t.Parallel()
	report := fixtures(t)["denied"].Report
	for allow, want := range map[bool]string{false: "## \u274c zsv: ", true: "## \u26a0\ufe0f zsv: "} {
		if got := render(t, "markdown", report, view.Options{AllowUnverified: allow}); !strings.HasPrefix(got, want) {
			t.Errorf("with AllowUnverified %t it begins %q, want %q", allow, got[:min(40, len(got))], want)
		}
	}
}

// hostile are names that would be markup, if anything could.
var hostile = []string{
	"[x](https://evil.example)", "![x](https://evil.example/x.png)", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>",
	"@octocat", "@org/team", "#123", "GH-123", "org/repo#1", "org/repo@deadbeef", "deadbeefcafe", "https://evil.example",
	"www.evil.example", "mail@evil.example", "ftp://evil.example", ":tada:", "a|b", `a\|b`, `\`, `a\`, "|", "||", "`", "``", "`a`",
	"a`b``c", "```", "~~~", "```\n# x", "*a*", "_a_", "__a__", "**a**", "~~a~~", "# a", "- a", "+ a", "1. a", "1)", "> a", "---", "===",
	"<!--", "-->", "&lt;b&gt;", "&#60;", "&amp;", "<br>", "</code>", "</details>", "<https://a.example>", "[ ] a", "[^1]", "$x$",
	"$`x`$", " a ", "  ", "", "a\nb", "\r\n", "\u202e", "\u2066", "\u200b", "\x00", "\x1b[31m", "\xff", "秘密", "👩‍👩‍👧", "'", `"`, `\"`,
	`"] --> x["`, `"]; click a "https://evil.example"`, "%%{init: {}}%%", "%% a", "end", "subgraph", "click", "#quot;", "#34;",
	"fa:fa-car", "a:::b", "classDef", "style a:b#c;", "`**a**`", "$$x$$", "ﬂ°°34¶ß", `\l\n\N\G`, "\"];x[", "{{SECRET.KEY}}", "a;b", "::error::a", "$$$$", "it's0'deadbee", "0000000", "www", "www.", "x-deadbeef",
	"ﬂ°lt¶ßimg src=xﬂ°gt¶ß", "$$\\\\href{https://evil.example}{x}$$",
	"##[error]a", "##vso[a]b", "/close", "a.b", "\u2028", "x\u0085y", strings.Repeat("a", 5000), strings.Repeat("`", 300),
	strings.Repeat("é|", 900),
}

// everywhere is a report with a text in all of its strings.
func everywhere(a, b string, status resolve.Status, checked bool) *resolve.Report {
	report := sample(status, checked)
	fill(reflect.ValueOf(report).Elem(), &words{a, b})
	for i := range report.Checks {
		report.Checks[i].Advice = []string{a, b, a + b}
		report.Checks[i].Description = b
	}
	report.Summary = summaryOf(report)
	return report
}

// summaryOf counts the checks, as a report of zsv's own does.
func summaryOf(r *resolve.Report) (s resolve.Summary) {
	for _, c := range r.Checks {
		switch {
		case c.Status.Missing():
			s.Missing++
		case c.Status == resolve.StatusUnverified:
			s.Unverified++
		case c.Status == resolve.StatusPresent:
			s.Present++
		default:
			s.Skipped++
		}
	}
	return s
}

func TestMarkdownHasNoMarkupOfOthers(t *testing.T) {
	t.Parallel()
	for i, text := range hostile {
		for _, status := range statuses {
			checkMarkdown(t, everywhere(text, hostile[(i+7)%len(hostile)], status, true))
			checkMarkdown(t, everywhere("a "+text+" b", text+text, status, false))
		}
	}
	for _, f := range fixtures(t) {
		checkMarkdown(t, f.Report)
	}
}

// FuzzMarkdown puts text into every string of a report and reads the page as a renderer does that zsv has no part in.
func FuzzMarkdown(f *testing.F) {
	for i, text := range hostile {
		f.Add(text, hostile[(i+1)%len(hostile)], byte(i))
	}
	f.Fuzz(func(t *testing.T, a, b string, kind byte) {
		checkMarkdown(t, everywhere(a, b, statuses[int(kind)%len(statuses)], kind&8 == 0))
	})
}

// checkMarkdown holds a page to what zsv itself writes: text of a report is only ever text in it.
func checkMarkdown(t testing.TB, r *resolve.Report) {
	t.Helper()
	page := render(t, "markdown", r, view.Options{})
	checkCharacters(t, "markdown", page, false)
	checkNoLogCommands(t, "markdown", page)
	if len([]rune(page)) > mostOfAComment {
		t.Errorf("%d characters, more than a comment takes", len([]rune(page)))
	}
	m := &markdownPage{TB: t, source: []byte(page), rows: map[string]int{}}
	m.read()
	if t.Failed() {
		t.Fatalf("in\n%s", page)
	}
	if want := r.Summary.Missing; m.rows["Missing"]+m.cut["Missing"] != want {
		t.Errorf("%d rows of what is missing and %d cut, of %d, in\n%s", m.rows["Missing"], m.cut["Missing"], want, page)
	}
}

// mostOfAComment is how many characters a comment on GitHub takes.
const mostOfAComment = 65_536

// A markdownPage reads a page with goldmark, and knows what zsv writes into one.
type markdownPage struct {
	testing.TB
	source  []byte
	section string
	rows    map[string]int // of the table, by the heading above it
	cut     map[string]int // what had no room, likewise
	inCode  int            // how many elements <code> are open
}

func (m *markdownPage) read() {
	m.cut = map[string]int{}
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser()
	err := ast.Walk(parser.Parse(text.NewReader(m.source)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			m.enter(node)
		}
		return ast.WalkContinue, nil
	})
	if err != nil || m.inCode != 0 {
		m.Errorf("%d elements <code> are open at the end, %v", m.inCode, err)
	}
}

func (m *markdownPage) enter(node ast.Node) {
	switch node := node.(type) {
	case *ast.Document, *ast.CodeBlock, *ast.TextBlock, *ast.CodeSpan, *ast.ListItem, *extensionast.TableHeader, *extensionast.TableCell:
		if _, indented := node.(*ast.CodeBlock); indented {
			m.Errorf("an indented block of code")
		}
	case *ast.Heading:
		m.heading(node)
	case *ast.Paragraph:
		m.paragraph(node)
	case *ast.List:
		if node.Marker != '-' {
			m.Errorf("a list with %q", node.Marker)
		}
	case *ast.FencedCodeBlock:
		if language := string(node.Language(m.source)); !slices.Contains([]string{"", "sh", "mermaid"}, language) {
			m.Errorf("a block of code in %q", language)
		}
	case *ast.HTMLBlock:
		m.htmlBlock(node)
	case *ast.RawHTML:
		m.rawHTML(string(node.Segments.Value(m.source)))
	case *ast.Emphasis:
		if words := textOf(node, m.source); node.Level != 2 || words != "Error:" && words != "Warning:" {
			m.Errorf("emphasis on %q", words)
		}
	case *ast.Text:
		m.text(node)
	case *ast.String:
	case *extensionast.Table:
		m.section = strings.TrimSuffix(m.section, " (allowed)")
	case *extensionast.TableRow:
		m.row(node)
	default:
		m.Errorf("markup: %s", node.Kind())
	}
}

var headings = regexp.MustCompile(`^((\x{274c} |\x{26a0}\x{fe0f} |\x{2705} )?zsv: [a-z0-9 ,]+|Missing|Not verified( \(allowed\))?|` +
	`Present, but empty|Loosened|Problems( of the configuration)?|Graph)$`)

func (m *markdownPage) heading(node *ast.Heading) {
	m.section = textOf(node, m.source)
	if !headings.MatchString(m.section) {
		m.Errorf("the heading %q", m.section)
	}
}

var roomFor = regexp.MustCompile(`^There is no room here for (\d+) more (check|problem)s?;`)

func (m *markdownPage) paragraph(node *ast.Paragraph) {
	if found := roomFor.FindStringSubmatch(textOf(node, m.source)); found != nil {
		n := 0
		_, _ = fmt.Sscan(found[1], &n)
		m.cut[m.section] += n
	}
}

var htmlBlocks = regexp.MustCompile(`^(<details>\n<summary>\d+ (present|not checked|optional and absent)</summary>\n|</details>\n)$`)

func (m *markdownPage) htmlBlock(node *ast.HTMLBlock) {
	block := string(node.Lines().Value(m.source))
	if !htmlBlocks.MatchString(block) {
		m.Errorf("the HTML %q", block)
	}
	m.section = block
}

func (m *markdownPage) rawHTML(tag string) {
	switch tag {
	case "<br>":
	case "<code>":
		m.inCode++
	case "</code>":
		m.inCode--
	default:
		m.Errorf("the tag %q", tag)
	}
}

// linked is what code hosts make links of in text that has been rendered: mentions, issues, commits, addresses; and emoji.
var linked = regexp.MustCompile(`@|#|\b[0-9a-fA-F]{7,40}\b|\bGH-\d|://|(?i:www)\.|[$]|:[a-z0-9_+-]+:`)

func (m *markdownPage) text(node *ast.Text) {
	words := string(node.Segment.Value(m.source))
	if _, inSpan := node.Parent().(*ast.CodeSpan); inSpan || m.inCode > 0 || hasAncestor(node, ast.KindCodeSpan) {
		return
	}
	if linked.MatchString(words) || strings.ContainsAny(words, "<>*_`[]|\\&") {
		m.Errorf("the text %q", words)
	}
}

func hasAncestor(node ast.Node, kind ast.NodeKind) bool {
	for at := node.Parent(); at != nil; at = at.Parent() {
		if at.Kind() == kind {
			return true
		}
	}
	return false
}

func (m *markdownPage) row(node *extensionast.TableRow) {
	m.rows[m.section]++
	if head := node.Parent().FirstChild(); node.ChildCount() != head.ChildCount() {
		m.Errorf("a row of %d cells under %d columns", node.ChildCount(), head.ChildCount())
	}
	line := string(m.source[lineStart(m.source, node):])
	line, _, _ = strings.Cut(line, "\n")
	if got := strings.Count(line, "|"); got != node.Parent().FirstChild().ChildCount()+1 {
		m.Errorf("%d bars in the row %q", got, line) // a renderer drops the cells that are too many
	}
}

// lineStart returns where the line of a row starts.
func lineStart(source []byte, node ast.Node) int {
	at := -1
	_ = ast.Walk(node, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && at < 0 {
			at = t.Segment.Start
		}
		return ast.WalkContinue, nil
	})
	return strings.LastIndexByte(string(source[:max(at, 0)]), '\n') + 1
}

func textOf(node ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.Write(t.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// A name shows as what it is, and as code.
func TestMarkdownShowsNames(t *testing.T) {
	t.Parallel()
	for _, name := range hostile {
		if len(name) > 70 || strings.TrimSpace(name) != name || view.Plain(name) != name || name == "" || strings.Contains(name, "  ") {
			continue
		}
		report := &resolve.Report{Checked: true, Configurations: []string{"."}, Level: providers.SecretAndKeyExists,
			Checks: []resolve.Check{{Secret: name, Location: name, Key: "k", Status: resolve.StatusMissingKey}}}
		report.Summary = summaryOf(report)
		page := render(t, "markdown", report, view.Options{})
		if cell := firstCell(t, page); cell != name {
			t.Errorf("%q shows as %q in\n%s", name, cell, page)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// firstCell returns what a reader sees in the first cell of the second table.
func firstCell(t *testing.T, page string) string {
	t.Helper()
	var html strings.Builder
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(unsafeHTML()))
	if err := markdown.Convert([]byte(page), &html); err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(html.String(), "</table>")
	_, cell, _ := strings.Cut(table, "<td>")
	cell, _, _ = strings.Cut(cell, "</td>")
	return unescapeHTML(tags.ReplaceAllString(cell, ""))
}

// What does not fit is counted, and what is missing is cut last.
func TestMarkdownKeepsToItsLimit(t *testing.T) {
	t.Parallel()
	report := large(20_000)
	report.Summary = summaryOf(report)
	page := render(t, "markdown", report, view.Options{})
	if size := len(page); size > mostOfAComment || size < mostOfAComment*9/10 {
		t.Errorf("%d bytes, want nearly %d", size, mostOfAComment)
	}
	m := &markdownPage{TB: t, source: []byte(page), rows: map[string]int{}}
	m.read()
	for section, want := range map[string]int{"Missing": report.Summary.Missing, "Not verified": report.Summary.Unverified} {
		if got := m.rows[section] + m.cut[section]; got < want {
			t.Errorf("%s: %d rows and %d cut, of %d", section, m.rows[section], m.cut[section], want)
		}
	}
	if m.rows["Missing"] == 0 || m.rows["Not verified"] != 0 {
		t.Errorf("%d rows of what is missing, %d of what is not verified", m.rows["Missing"], m.rows["Not verified"])
	}
}

// As long as all that is missing fits, a diagnostic gives way to it, and what is present to both.
func TestMarkdownCutsWhatMattersLess(t *testing.T) {
	t.Parallel()
	report := large(600)
	for i := range report.Checks {
		if report.Checks[i].Status != resolve.StatusMissingKey {
			report.Checks[i].Status = resolve.StatusPresent
		}
	}
	for range 1000 {
		report.Diagnostics = append(report.Diagnostics, resolve.Diagnostic{Severity: config.Warning, Rule: "unused-secret",
			Summary: "Unused secret", Detail: strings.Repeat("A sentence that takes some room. ", 4)})
	}
	report.Summary = summaryOf(report)
	page := render(t, "markdown", report, view.Options{})
	m := &markdownPage{TB: t, source: []byte(page), rows: map[string]int{}}
	m.read()
	if m.cut["Missing"] != 0 || m.rows["Missing"] != report.Summary.Missing {
		t.Errorf("%d of %d missing, %d cut", m.rows["Missing"], report.Summary.Missing, m.cut["Missing"])
	}
	if cut := m.cut["Problems of the configuration"]; cut == 0 || cut == 1000 {
		t.Errorf("%d of 1000 diagnostics are cut", cut)
	}
	if !strings.Contains(page, "<summary>480 present</summary>") {
		t.Error("what is present is not counted")
	}
}

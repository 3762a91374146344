package view_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/internal/checkertest"
)

// rendering reads pages and renders them as GitHub does, before it takes away what it does not allow.
const rendering = `
import json, sys, cmarkgfm
from cmarkgfm.cmark import Options
print(json.dumps([cmarkgfm.github_flavored_markdown_to_html(page, options=Options.CMARK_OPT_UNSAFE) for page in json.load(sys.stdin)]))
`

// The library that GitHub renders with finds nothing but what zsv wrote, and rows that are as wide as their tables.
func TestMarkdownAsGitHubRendersIt(t *testing.T) {
	t.Parallel()
	var pages []string
	for i, text := range hostile {
		report := everywhere(text, hostile[(i+7)%len(hostile)], statuses[i%len(statuses)], true)
		pages = append(pages, render(t, "markdown", report, view.Options{}))
	}
	for _, f := range fixtures(t) {
		pages = append(pages, render(t, "markdown", f.Report, view.Options{}))
	}
	for i, rendered := range renderedByGitHub(t, pages) {
		document, err := html.Parse(strings.NewReader(rendered))
		if err != nil {
			t.Fatal(err)
		}
		checkElement(t, document, false)
		if t.Failed() {
			t.Fatalf("in\n%s", pages[i])
		}
	}
}

func renderedByGitHub(t *testing.T, pages []string) []string {
	t.Helper()
	input, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), checkertest.Program(t, "python"), "-c", rendering)
	var failed bytes.Buffer
	command.Stdin, command.Env = bytes.NewReader(input), append(command.Environ(), "PYTHONIOENCODING=utf-8")
	command.Stderr = &failed
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, failed.String())
	}
	var rendered []string
	if err := json.Unmarshal(output, &rendered); err != nil || len(rendered) != len(pages) {
		t.Fatalf("%d of %d pages, %v", len(rendered), len(pages), err)
	}
	return rendered
}

var ownElements = []atom.Atom{atom.Html, atom.Head, atom.Body, atom.H2, atom.H3, atom.P, atom.Table, atom.Thead, atom.Tbody, atom.Tr,
	atom.Th, atom.Td, atom.Code, atom.Pre, atom.Br, atom.Ul, atom.Li, atom.Strong, atom.Details, atom.Summary}

// checkElement holds an element, and those in it, to what zsv writes.
func checkElement(t *testing.T, node *html.Node, isCode bool) {
	t.Helper()
	switch node.Type {
	case html.ElementNode:
		checkOwn(t, node)
		isCode = isCode || node.DataAtom == atom.Code
	case html.TextNode:
		if !isCode && linked.MatchString(node.Data) {
			t.Errorf("the text %q", node.Data)
		}
	case html.CommentNode, html.DoctypeNode, html.RawNode:
		t.Errorf("a comment: %q", node.Data)
	case html.ErrorNode, html.DocumentNode:
	}
	for child := range node.ChildNodes() {
		checkElement(t, child, isCode)
	}
}

func checkOwn(t *testing.T, node *html.Node) {
	t.Helper()
	if !slices.Contains(ownElements, node.DataAtom) {
		t.Errorf("the element %s", node.Data)
	}
	for _, attribute := range node.Attr {
		if attribute.Key != "lang" || attribute.Val != "sh" && attribute.Val != "mermaid" {
			t.Errorf("the attribute %s=%q of %s", attribute.Key, attribute.Val, node.Data)
		}
	}
	if node.DataAtom == atom.Table {
		checkWidths(t, node)
	}
}

// checkWidths holds the rows of a table against its head. The renderer fills and cuts them, so it is what they say at their
// ends that counts: no cell of zsv's at the end of a row is empty in all rows.
func checkWidths(t *testing.T, table *html.Node) {
	t.Helper()
	columns, filled := 0, false
	for node := range table.Descendants() {
		if node.DataAtom == atom.Th {
			columns++
		}
		if node.DataAtom == atom.Td && node.NextSibling == nil || node.DataAtom == atom.Td && node.NextSibling.NextSibling == nil {
			filled = filled || node.FirstChild != nil
		}
	}
	if columns < 2 || !filled {
		t.Errorf("a table of %d columns, the last one filled: %t", columns, filled)
	}
}

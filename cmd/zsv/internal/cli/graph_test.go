package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The page on the graph has the picture of an example, which nothing runs: a code host draws it.
func TestThePictureInTheDocumentation(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "graph.md"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := filepath.Abs(filepath.Join(root, "examples", "missing"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(page), "\n```mermaid\n")
	block, _, _ = strings.Cut(block, "```\n")
	if diff := cmp.Diff(runIn(example, nil, []string{"graph"}).Stdout, block); diff != "" {
		t.Errorf("docs/graph.md has another picture (-zsv graph +page):\n%s", diff)
	}
}

// Neither maps nor goroutines show in a graph, or in a page of Markdown.
func TestTheSameGraphs(t *testing.T) {
	t.Parallel()
	dir := writeFilesTwice(t, files)
	for _, args := range [][]string{
		{"graph"}, {"graph", "--format", "dot"}, {"graph", "--level", "NONE", "--stack", "one"},
		{"plan", "--format", "markdown"}, {"plan", "--recursive", "--format", "markdown"}, {"validate", "--format", "markdown"},
	} {
		checkSameBytes(t, dir, args)
	}
}

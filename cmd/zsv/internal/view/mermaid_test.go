package view_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/checkertest"
	"github.com/zsv-dev/zsv/resolve"
)

// A parsedDiagram is what tools/checkers/mermaid/parse.mjs says of a diagram.
type parsedDiagram struct {
	Error, Type string
	Nodes       []struct {
		ID, Text, Shape, Link string
		Classes               []string
	}
	Edges []struct{ From, To, Text string }
}

// Mermaid's own parser finds the nodes and the edges that zsv wrote, with their texts, and no links, whatever the names are.
func TestMermaidReadsItsGraphs(t *testing.T) {
	t.Parallel()
	var sources []string
	add := func(r *resolve.Report, outlines ...resolve.Outline) {
		sources = append(sources, renderGraph(t, "mermaid", r, outlines...))
	}
	for i, text := range hostile {
		add(everywhere(text, hostile[(i+3)%len(hostile)], statuses[i%len(statuses)], true),
			outlined(text, hostile[(i+5)%len(hostile)]))
	}
	for _, f := range fixtures(t) {
		add(f.Report)
	}
	for i, diagram := range parsedByMermaid(t, sources) {
		if diagram.Error != "" || diagram.Type != "flowchart-v2" {
			t.Fatalf("%s %s in\n%s", diagram.Type, diagram.Error, sources[i])
		}
		checkDiagram(t, diagram, sources[i])
	}
}

func checkDiagram(t *testing.T, diagram parsedDiagram, source string) {
	t.Helper()
	got := drawing{Nodes: map[string]string{}}
	for _, node := range diagram.Nodes {
		got.Nodes[node.ID] = trimmed(node.Text)
		if node.Link != "" || len(node.Classes) > 1 {
			t.Errorf("the node %s has the link %q and the classes %q", node.ID, node.Link, node.Classes)
		}
	}
	for _, edge := range diagram.Edges {
		got.Edges = append(got.Edges, edge.From+" "+edge.To+" "+trimmed(edge.Text))
	}
	want := readMermaid(t, source)
	for id, text := range want.Nodes {
		want.Nodes[id] = trimmed(text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Mermaid reads something else (-zsv +mermaid):\n%s\nin\n%s", diff, source)
	}
}

// trimmed leaves out the blanks that Mermaid drops at the end of a text.
func trimmed(text string) string { return strings.TrimRight(text, " \n") }

func parsedByMermaid(t *testing.T, sources []string) []parsedDiagram {
	t.Helper()
	environment := filepath.Dir(filepath.Dir(checkertest.Program(t, "python")))
	script := filepath.Join(environment, "mermaid", "parse.mjs")
	node, err := exec.LookPath("node")
	if _, statErr := os.Stat(script); err != nil || statErr != nil {
		t.Skipf("Mermaid is not installed: %v, %v: it takes Node and npm, and then `make checkers`", err, statErr)
	}
	input, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	var failed bytes.Buffer
	command := exec.CommandContext(t.Context(), node, script)
	command.Stdin, command.Stderr = bytes.NewReader(input), &failed
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, failed.String())
	}
	var diagrams []parsedDiagram
	if err := json.Unmarshal(output, &diagrams); err != nil || len(diagrams) != len(sources) {
		t.Fatalf("%d of %d diagrams, %v", len(diagrams), len(sources), err)
	}
	return diagrams
}

package view_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/graph/formats/dot"
	dotast "gonum.org/v1/gonum/graph/formats/dot/ast"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

func renderGraph(t testing.TB, format string, r *resolve.Report, outlines ...resolve.Outline) string {
	t.Helper()
	f, err := view.FindGraph(format, outlines...)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Write(&b, r, view.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGraphGolden(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		if !f.Checked {
			continue
		}
		for _, format := range view.GraphFormats() {
			t.Run(name+"."+format, func(t *testing.T) {
				t.Parallel()
				compare(t, filepath.Join("testdata", "golden", name+"."+format), renderGraph(t, format, f.Report))
			})
		}
	}
}

func TestFindGraphNamesTheFormats(t *testing.T) {
	t.Parallel()
	_, err := view.FindGraph("mermiad")
	if want := `a graph has no format "mermiad": write "dot" or "mermaid". Did you mean "mermaid"?`; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

// outlined has a text in each of an outline's strings.
func outlined(a, b string) resolve.Outline {
	o := resolve.Outline{
		Stacks:     []resolve.StackOverview{{Components: make([]resolve.ComponentOverview, 2)}, {}},
		Components: make([]resolve.OutlinedComponent, 3), Providers: make([]resolve.ProviderOverview, 2),
		Secrets:    make([]resolve.OutlinedSecret, 2),
		Unanswered: []resolve.Check{{Uses: make([]resolve.CheckUse, 2)}},
	}
	fill(reflect.ValueOf(&o).Elem(), &words{a, b})
	o.Components[0].Address, o.Stacks[1].Name = a+b, b+a
	return o
}

func TestGraphsOfHostileNames(t *testing.T) {
	t.Parallel()
	for i, text := range hostile {
		checkGraphs(t, everywhere(text, hostile[(i+3)%len(hostile)], statuses[i%len(statuses)], true),
			outlined(text, hostile[(i+5)%len(hostile)]))
	}
	for _, f := range fixtures(t) {
		checkGraphs(t, f.Report)
	}
}

// FuzzGraph puts text into every string that a graph is made of, and reads it as programs do that zsv has no part in.
func FuzzGraph(f *testing.F) {
	for i, text := range hostile {
		f.Add(text, hostile[(i+1)%len(hostile)], byte(i))
	}
	f.Fuzz(func(t *testing.T, a, b string, kind byte) {
		checkGraphs(t, everywhere(a, b, statuses[int(kind)%len(statuses)], true), outlined(a, b))
	})
}

// checkGraphs holds both forms of a graph against each other: the same nodes with the same texts, and the same edges.
func checkGraphs(t testing.TB, r *resolve.Report, outlines ...resolve.Outline) {
	t.Helper()
	flowchart, graphviz := renderGraph(t, "mermaid", r, outlines...), renderGraph(t, "dot", r, outlines...)
	for _, out := range []string{flowchart, graphviz} {
		checkCharacters(t, "graph", out, false)
		checkNoLogCommands(t, "graph", out)
	}
	if diff := cmp.Diff(readDOT(t, graphviz), readMermaid(t, flowchart)); diff != "" {
		t.Errorf("Graphviz and Mermaid differ (-dot +mermaid):\n%s\nin\n%s", diff, flowchart)
	}
}

// A drawing is what is read from either form.
type drawing struct {
	Nodes map[string]string // the texts by id
	Edges []string
}

// What a line of a flowchart may be. A text has nothing in it that Mermaid could take for more than a character.
var (
	mermaidText  = "((?:[A-Za-z0-9 ]|[_/.-][A-Za-z0-9]|[,:] |[^\\x00-\\x7fﬂ]|#[0-9]+;|<br/>)*)"
	mermaidID    = `([a-z]+(?:\.[A-Za-z0-9_-]+)*)`
	mermaidLines = []*regexp.Regexp{
		regexp.MustCompile(`^flowchart LR$`),
		regexp.MustCompile(`^  +` + mermaidID + `(?:\[|\[\[|\(|\[/|\{\{|\[\()"` + mermaidText + `"(?:\]|\]\]|\)|/\]|\}\}|\)\])(?::::[a-z]+)?$`),
		regexp.MustCompile(`^  ` + mermaidID + ` (?:--->|-->|-\.->)(?:\|"` + mermaidText + `"\|)? ` + mermaidID + `$`),
		regexp.MustCompile(`^  subgraph ` + mermaidID + `\["` + mermaidText + `"\]$`),
		regexp.MustCompile(`^  end$`),
		regexp.MustCompile(`^  classDef [a-z]+ (?:[a-z-]+:[#a-z0-9 ]+,?)+$`),
	}
)

func readMermaid(t testing.TB, flowchart string) drawing {
	t.Helper()
	d := drawing{Nodes: map[string]string{}}
	for line := range strings.Lines(flowchart) {
		line = strings.TrimSuffix(line, "\n")
		kind := slices.IndexFunc(mermaidLines, func(of *regexp.Regexp) bool { return of.MatchString(line) })
		if kind < 0 {
			t.Fatalf("the line %q of a flowchart", line)
		}
		parts := mermaidLines[kind].FindStringSubmatch(line)
		switch kind {
		case 1:
			if _, twice := d.Nodes[parts[1]]; twice {
				t.Errorf("two nodes %s", parts[1])
			}
			d.Nodes[parts[1]] = fromMermaid(t, parts[2])
		case 2:
			d.Edges = append(d.Edges, parts[1]+" "+parts[3]+" "+fromMermaid(t, parts[2]))
		}
	}
	return d
}

var mermaidEscapes = regexp.MustCompile(`#([0-9]+);`)

func fromMermaid(t testing.TB, text string) string {
	t.Helper()
	return mermaidEscapes.ReplaceAllStringFunc(strings.ReplaceAll(text, "<br/>", "\n"), func(escape string) string {
		r, err := strconv.Atoi(strings.Trim(escape, "#;"))
		if err != nil {
			t.Fatal(err)
		}
		return string(rune(r))
	})
}

func readDOT(t testing.TB, graphviz string) drawing {
	t.Helper()
	file, err := dot.ParseString(graphviz)
	if err != nil || len(file.Graphs) != 1 || !file.Graphs[0].Directed {
		t.Fatalf("%v in\n%s", err, graphviz)
	}
	d := drawing{Nodes: map[string]string{}}
	d.read(t, file.Graphs[0].Stmts)
	return d
}

func (d *drawing) read(t testing.TB, statements []dotast.Stmt) {
	t.Helper()
	for _, statement := range statements {
		switch s := statement.(type) {
		case *dotast.NodeStmt:
			d.Nodes[fromDOT(s.Node.ID)] = fromDOT(attributeOf(s.Attrs, "label"))
		case *dotast.EdgeStmt:
			from, to := s.From.(*dotast.Node).ID, s.To.Vertex.(*dotast.Node).ID
			d.Edges = append(d.Edges, fromDOT(from)+" "+fromDOT(to)+" "+fromDOT(attributeOf(s.Attrs, "label")))
		case *dotast.Subgraph:
			d.read(t, s.Stmts)
		case *dotast.AttrStmt, *dotast.Attr:
		default:
			t.Errorf("the statement %v", s)
		}
	}
}

func attributeOf(attributes []*dotast.Attr, key string) string {
	for _, attribute := range attributes {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

// asInMermaid are the signs that Mermaid takes for something else, whatever is done.
var asInMermaid = strings.NewReplacer(`\n`, "∖n", ":fa-", "∶fa-", "$$", "$＄", "ﬂ", "fl")

// fromDOT reads a string as Graphviz does: first its escapes, then the entities of HTML.
func fromDOT(text string) string {
	if len(text) > 1 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	text = strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\n`, "\n", `\l`, "\n").Replace(text)
	return asInMermaid.Replace(strings.TrimSuffix(unescapeHTML(text), "\n"))
}

// Names that are alike when all but letters is taken from them have nodes of their own, and so has one that is made to look
// like the identifier of another.
func TestGraphsTellNamesApart(t *testing.T) {
	t.Parallel()
	names := []string{"a b", "a_b", "a.b", "a-b", "a_b_c8687a08", "a|b", "A b", "a b_", "", " ", "_"}
	r := &resolve.Report{Checked: true, Level: providers.SecretAndKeyExists, Configurations: []string{"."}}
	for _, name := range names {
		r.Checks = append(r.Checks, resolve.Check{Provider: "provider.a.b", Secret: name, Key: "k", Status: resolve.StatusPresent})
	}
	d := readMermaid(t, renderGraph(t, "mermaid", r))
	if len(d.Nodes) != len(names)+1 || len(d.Edges) != len(names) {
		t.Errorf("%d nodes and %d edges of %d secrets of one provider: %v", len(d.Nodes), len(d.Edges), len(names), d.Nodes)
	}
	checkGraphs(t, r)
}

// A node's identifier depends on its name alone, so that a graph that is kept in a repository changes where the configuration
// does.
func TestGraphsAreStable(t *testing.T) {
	t.Parallel()
	r := fixtures(t)["plan"].Report
	before := strings.Split(renderGraph(t, "mermaid", r), "\n")
	more := *r
	more.Checks = append(slices.Clone(r.Checks), resolve.Check{Directory: ".", Provider: "provider.aaa.first", Secret: "aaa",
		Location: "aaa", Key: "k", Stack: "aaa", Status: resolve.StatusMissingKey})
	slices.Reverse(more.Checks)
	after := strings.Split(renderGraph(t, "mermaid", &more), "\n")
	for _, line := range before {
		if !slices.Contains(after, line) {
			t.Errorf("the line %q changed", line)
		}
	}
}

// The same key in two stacks is one key; what is graver of it shows.
func TestGraphShowsTheGraverVerdict(t *testing.T) {
	t.Parallel()
	r := &resolve.Report{Checked: true, Level: providers.SecretAndKeyExists, Configurations: []string{"."}}
	for i, status := range []resolve.Status{resolve.StatusPresent, resolve.StatusUnverified, resolve.StatusSkipped} {
		r.Checks = append(r.Checks, resolve.Check{Stack: fmt.Sprint(i), Provider: "provider.a.b", Secret: "s", Key: "k", Status: status})
	}
	if got := readMermaid(t, renderGraph(t, "mermaid", r)).Nodes["secret.a.b.s"]; got != "secret s\nnot verified\n• k" {
		t.Errorf("the secret shows as %q", got)
	}
}

// A graph of nothing says so.
func TestGraphOfNothing(t *testing.T) {
	t.Parallel()
	checkGraphs(t, &resolve.Report{Checked: true})
	if got := renderGraph(t, "mermaid", &resolve.Report{}); !strings.Contains(got, "no stacks") {
		t.Errorf("got %q", got)
	}
}

func TestGraphOfThousands(t *testing.T) {
	t.Parallel()
	checkGraphs(t, large(20_000))
}

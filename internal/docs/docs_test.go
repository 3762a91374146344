package docs

import (
	"cmp"
	"flag"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
)

var update = flag.Bool("update", false, "write into the pages what their commands print")

// Every command of every page prints what the page says.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		if page == rulesPage {
			continue
		}
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			source := read(t, page)
			var findings []finding
			needs, sessions := sessionsOf(blocks(t, page, source))
			for _, need := range needs {
				t.Run("needs "+cmp.Or(need, "nothing"), func(t *testing.T) {
					findings = append(findings, runPage(t, clone(t), need, sessions[need])...)
				})
			}
			settle(t, page, source, findings)
		})
	}
}

// Every rule has a section whose example shows it.
func TestRules(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(filepath.Join(root, rulesPage)); os.IsNotExist(err) {
		t.Skipf("%s is not there: write it", rulesPage)
	}
	source := read(t, rulesPage)
	all := blocks(t, rulesPage, source)
	for _, problem := range checkRules(source, all, config.Rules()) {
		t.Error(problem)
	}
	examples, err := examplesOf(all)
	if err != nil {
		t.Fatal(err)
	}
	var findings []finding
	for _, example := range examples {
		t.Run(example.output.section, func(t *testing.T) {
			found, err := runExample(deadline(t), newShell(t, t.TempDir(), provision{}), example)
			if err != nil {
				t.Fatal(err)
			}
			findings = append(findings, found)
		})
	}
	needs, sessions := sessionsOf(all)
	for _, need := range needs {
		t.Run("needs "+cmp.Or(need, "nothing"), func(t *testing.T) {
			findings = append(findings, runPage(t, clone(t), need, sessions[need])...)
		})
	}
	settle(t, rulesPage, source, findings)
}

// Every block is written as the runner reads it, and every configuration in one parses.
func TestBlocks(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		for _, b := range blocks(t, page, read(t, page)) {
			for _, problem := range checkBlock(b) {
				t.Error(problem)
			}
			if err := checkParses(b); err != nil {
				t.Error(err)
			}
		}
	}
}

// Every link within the repository leads somewhere.
func TestLinks(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		for _, problem := range checkLinks(os.DirFS(root), page, read(t, page)) {
			t.Error(problem)
		}
	}
}

// Every example is run: it has a page with commands.
func TestExamplesAreRun(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(filepath.Join(root, "examples"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		page := path.Join("examples", entry.Name(), "README.md")
		if !entry.IsDir() {
			continue
		}
		if needs, _ := sessionsOf(blocks(t, page, read(t, page))); len(needs) == 0 {
			t.Errorf("%s shows no command that can be run", page)
		}
	}
}

// runPage runs one session of a page in a directory.
func runPage(t *testing.T, directory, need string, session []block) []finding {
	t.Helper()
	provide, known := provided[need]
	if !known {
		t.Fatalf("the runner cannot provide %q", need)
	}
	findings, err := runSession(deadline(t), newShell(t, directory, provide(t)), session)
	if err != nil {
		t.Error(err)
	}
	return findings
}

// settle reports what is wrong with a page, or with -update writes into it what its commands printed.
func settle(t *testing.T, page, source string, findings []finding) {
	t.Helper()
	if *update {
		write(t, page, source, renewPage(source, findings))
	}
	for _, found := range findings {
		if len(found.outdated) > 0 && !*update {
			t.Errorf("%s\nmake docs writes it into the page.", strings.Join(found.outdated, "\n"))
		}
		for _, problem := range found.problems {
			t.Error(problem)
		}
	}
}

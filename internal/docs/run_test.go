package docs

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRightPage(t *testing.T) {
	t.Parallel()
	_, needs, findings := runFixture(t, "right.md")
	if diff := cmp.Diff([]string{"", "vault"}, needs); diff != "" {
		t.Errorf("what the page needs (-wanted +got):\n%s", diff)
	}
	if problems := problemsOf(findings); problems != "" {
		t.Errorf("a right page has problems:\n%s", problems)
	}
	if len(findings) != 4 {
		t.Errorf("%d blocks were run, not 4", len(findings))
	}
}

func TestWrongPage(t *testing.T) {
	t.Parallel()
	source, _, findings := runFixture(t, "wrong.md")
	if diff := cmp.Diff(fixture(t, "wrong.problems"), problemsOf(findings)); diff != "" {
		t.Errorf("problems (-wanted +got):\n%s", diff)
	}
	if diff := cmp.Diff(fixture(t, "wrong.renewed.md"), renewPage(source, findings)); diff != "" {
		t.Errorf("the page, renewed (-wanted +got):\n%s", diff)
	}
}

func TestRenewingARightPageChangesNothing(t *testing.T) {
	t.Parallel()
	source, _, findings := runFixture(t, "right.md")
	// The second listing of lines is elided, and an empty line stands before the command after it: both stay.
	if diff := cmp.Diff(source, renewPage(source, findings)); diff != "" {
		t.Errorf("the page, renewed (-wanted +got):\n%s", diff)
	}
}

// What ends the shell early is an error, and what was run before is still judged.
func TestShellThatEndsEarly(t *testing.T) {
	t.Parallel()
	for name, command := range map[string]string{"exit": "exit 0", "syntax": "echo 'unclosed"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := "```console\n$ zsv a\nzsv b\n```\n```console\n$ " + command + "\n$ zsv c\n```\n"
			blocks, err := blocksOf("page.md", source)
			if err != nil {
				t.Fatal(err)
			}
			findings, err := runSession(t.Context(), fixtureShell(t), blocks)
			if err == nil || !strings.Contains(err.Error(), "the shell ended early") {
				t.Errorf("the error is %v", err)
			}
			if len(findings) != 1 || len(findings[0].outdated) != 1 {
				t.Errorf("the findings are %v", findings)
			}
		})
	}
}

func runFixture(t *testing.T, page string) (source string, needs []string, findings []finding) {
	t.Helper()
	source = fixture(t, page)
	blocks, err := blocksOf(page, source)
	if err != nil {
		t.Fatal(err)
	}
	needs, sessions := sessionsOf(blocks)
	for _, need := range needs {
		found, err := runSession(t.Context(), fixtureShell(t), sessions[need])
		if err != nil {
			t.Fatal(err)
		}
		findings = append(findings, found...)
	}
	return source, needs, findings
}

// fixtureShell is a shell with the stand-in of zsv.
func fixtureShell(t *testing.T) *shell {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("this runs a POSIX shell: run this test on Linux or macOS")
	}
	binaries, err := filepath.Abs("testdata/bin")
	if err != nil {
		t.Fatal(err)
	}
	path := "PATH=" + binaries + string(filepath.ListSeparator) + os.Getenv("PATH")
	return &shell{directory: t.TempDir(), environment: []string{path, "LC_ALL=C.UTF-8"}}
}

func problemsOf(findings []finding) string {
	var text strings.Builder
	for _, found := range findings {
		for _, problem := range slices.Concat(found.outdated, found.problems) {
			text.WriteString(problem + "\n")
		}
	}
	return text.String()
}

func fixture(t *testing.T, name string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

package view_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/checkertest"
	"github.com/zsv-dev/zsv/resolve"
)

type junitOutcome struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
}

type junitCase struct {
	Class    string         `xml:"classname,attr"`
	Name     string         `xml:"name,attr"`
	Failures []junitOutcome `xml:"failure"`
	Errors   []junitOutcome `xml:"error"`
	Skipped  []junitOutcome `xml:"skipped"`
	Output   string         `xml:"system-out"`
}

type junitFile struct {
	junitCounts
	Suites []struct {
		junitCounts
		Name    string      `xml:"name,attr"`
		Skipped int         `xml:"skipped,attr"`
		Cases   []junitCase `xml:"testcase"`
	} `xml:"testsuite"`
}

// readJUnit decodes a file whose names are unique and whose counts are right.
func readJUnit(t testing.TB, text string) junitFile {
	t.Helper()
	var file junitFile
	if err := xml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var all junitCounts
	names := map[string]bool{}
	for _, suite := range file.Suites {
		counts, skipped := junitCounts{Tests: len(suite.Cases)}, 0
		for _, c := range suite.Cases {
			counts.Failures += len(c.Failures)
			counts.Errors += len(c.Errors)
			skipped += len(c.Skipped)
			name := c.Class + "\x00" + c.Name
			if names[name] || c.Name == "" || c.Class != suite.Name {
				t.Errorf("the case %q is there twice, or not of its suite", name)
			}
			names[name] = true
		}
		if counts != suite.junitCounts || skipped != suite.Skipped {
			t.Errorf("%s says %+v and %d skipped, but has %+v and %d", suite.Name, suite.junitCounts, suite.Skipped, counts, skipped)
		}
		all = junitCounts{all.Tests + counts.Tests, all.Failures + counts.Failures, all.Errors + counts.Errors}
	}
	if all != file.junitCounts {
		t.Errorf("the file says %+v, but has %+v", file.junitCounts, all)
	}
	return file
}

func TestJUnitGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plan", "diagnostics", "injection", "statuses", "stacks", "no-stack", "usage", "none-flag", "valid-many"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, filepath.Join("testdata", "golden", name+".junit"), render(t, "junit", fixtures(t)[name].Report, inGit))
		})
	}
	allowed := view.Options{AllowUnverified: true}
	compare(t, "testdata/golden/allowed.junit", render(t, "junit", fixtures(t)["denied"].Report, allowed))
}

// validateXML has Python's xmlschema hold files against a schema, and name those that do not follow it.
const validateXML = `
import sys, xmlschema
schema = xmlschema.XMLSchema(sys.argv[1])
for path in sys.argv[2:]:
    for error in schema.iter_errors(path):
        print(path, error)
`

func TestJUnitFollowsItsSchema(t *testing.T) {
	t.Parallel()
	python := checkertest.Program(t, "python")
	dir := t.TempDir()
	arguments := []string{"-c", validateXML, "testdata/schemas/junit-10.xsd"}
	for name, f := range fixtures(t) {
		for i, o := range optionsToTry {
			path := filepath.Join(dir, fmt.Sprintf("%s-%d.xml", name, i))
			if err := os.WriteFile(path, []byte(render(t, "junit", f.Report, o)), 0o600); err != nil {
				t.Fatal(err)
			}
			arguments = append(arguments, path)
		}
	}
	wrong := filepath.Join(dir, "wrong.xml")
	if err := os.WriteFile(wrong, []byte(`<testsuites><testcase name="x"/></testsuites>`), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := exec.CommandContext(t.Context(), python, append(arguments, wrong)...).CombinedOutput()
	complaints := strings.Split(strings.TrimSpace(string(output)), "\n\n")
	if err != nil || !strings.HasPrefix(complaints[0], wrong) || strings.Contains(strings.ReplaceAll(string(output), wrong, ""), dir) {
		t.Errorf("%v: %s", err, output)
	}
}

// Every check is a case, whose outcome says what the store said; problems are cases too.
func TestJUnitOutcomes(t *testing.T) {
	t.Parallel()
	report := resolve.Failed("0.1.0",
		resolve.Diagnostic{Severity: config.Error, Rule: "syntax", Summary: "A", Detail: "a", Directory: "."},
		resolve.Diagnostic{Severity: config.Warning, Rule: "duplicate-key", Summary: "B", Detail: "b", Directory: "."},
		resolve.Diagnostic{Severity: config.Warning, Rule: "duplicate-key", Summary: "B", Detail: "b again", Directory: "."})
	report.Configurations, report.Checked = []string{".", "other"}, true
	for i, status := range statuses {
		report.Checks = append(report.Checks, resolve.Check{Directory: ".", Stack: "prod", Provider: "provider.env.ci", Location: "s",
			Secret: "s", Key: fmt.Sprint("k", i), Status: status, Uses: []resolve.CheckUse{{File: "a.zsv.hcl", Line: i + 1}}})
	}
	outcomes := func(o view.Options) (found []string) {
		for _, suite := range readJUnit(t, render(t, "junit", report, o)).Suites {
			for _, c := range suite.Cases {
				outcome := fmt.Sprintf("%d failures, %d errors, %d skipped", len(c.Failures), len(c.Errors), len(c.Skipped))
				found = append(found, suite.Name+" | "+c.Name+" | "+outcome)
			}
		}
		return found
	}
	want := []string{
		"configuration | A [syntax] | 0 failures, 1 errors, 0 skipped",
		"configuration | B [duplicate-key] | 0 failures, 0 errors, 1 skipped",
		"configuration | B [duplicate-key] #2 | 0 failures, 0 errors, 1 skipped",
		"stack prod | s.k0 | 0 failures, 0 errors, 0 skipped",
		"stack prod | s.k1 | 1 failures, 0 errors, 0 skipped",
		"stack prod | s.k2 | 1 failures, 0 errors, 0 skipped",
		"stack prod | s.k3 | 0 failures, 1 errors, 0 skipped",
		"stack prod | s.k4 | 0 failures, 0 errors, 1 skipped",
		"other: configuration | the configuration is valid | 0 failures, 0 errors, 0 skipped",
	}
	if diff := cmp.Diff(want, outcomes(view.Options{})); diff != "" {
		t.Error(diff)
	}
	want[6] = "stack prod | s.k3 | 0 failures, 0 errors, 1 skipped"
	if diff := cmp.Diff(want, outcomes(view.Options{AllowUnverified: true})); diff != "" {
		t.Error(diff)
	}
}

// A case is the same test in every run, whatever comes out and wherever its lines are.
func TestJUnitNamesLast(t *testing.T) {
	t.Parallel()
	names := func(r *resolve.Report) (all []string) {
		for _, suite := range readJUnit(t, render(t, "junit", r, view.Options{})).Suites {
			for _, c := range suite.Cases {
				all = append(all, c.Class+" "+c.Name)
			}
		}
		return all
	}
	for name, f := range fixtures(t) {
		before := names(f.Report)
		for i := range f.Report.Checks {
			c := &f.Report.Checks[i]
			c.Status, c.Reason, c.Detail = resolve.StatusUnverified, "timeout", "no answer in time"
			for j := range c.Uses {
				c.Uses[j].Line += 3
			}
		}
		for i := range f.Report.Diagnostics {
			if r := f.Report.Diagnostics[i].Range; r != nil {
				r.Start.Line++
			}
		}
		if after := names(f.Report); !slices.Equal(before, after) {
			t.Errorf("%s: %s", name, cmp.Diff(before, after))
		}
	}
}

// Names that differ in nothing that can be seen are still different tests, and many of them take no longer.
func TestJUnitNamesAreUnique(t *testing.T) {
	t.Parallel()
	report := large(0)
	for i := range 20000 {
		secret := []string{"a\n", `a\n`, `a\n #2`, "a\n #3"}[i%4]
		report.Checks = append(report.Checks, resolve.Check{Directory: ".", Secret: secret, Key: "k", Status: resolve.StatusPresent})
	}
	if got := readJUnit(t, render(t, "junit", report, view.Options{})).Tests; got != 20001 {
		t.Errorf("%d tests", got)
	}
}

// XML has no place for some characters, however they are written.
func TestJUnitIsLegalXML(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for r := rune(0); r <= 0x10ffff; r += 1 + r>>12 {
		all.WriteRune(r)
	}
	report := resolve.Failed("\x00\ufffe", resolve.Diagnostic{Severity: config.Error, Rule: "syntax", Summary: "\x0b\uffff",
		Detail: all.String() + "\xff]]>&<x>", Directory: "\x1f", Range: &resolve.Range{Filename: "\ufffe"}})
	file := readJUnit(t, render(t, "junit", report, view.Options{}))
	if got := file.Suites[0].Cases[0].Errors[0].Text; !strings.Contains(got, `]]>&<x>`) || !strings.Contains(got, `\u0000`) {
		t.Errorf("the text begins with %.80q and ends in %q", got, got[max(len(got)-80, 0):])
	}
}

package resolve_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

var updateScan = flag.Bool("update-scan", false, "write what the fixtures in testdata/scan give into their found.txt")

// Each directory of testdata/scan is scanned as a whole. Beside a line stands what is to be found there, in comments:
//
//	token = "{{a.b}}" # USE {{a.b}}
//	token = "{{${var.x}.b}}" # COMPUTED {{${var.x}.b}}
//	token = "{a.b}}" # WARNING malformed-reference: between two opening
//
// Nothing else may be found there. What is found altogether, with its place, its address and attribute, is in found.txt.
func TestScanFixtures(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("testdata/scan")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			checkScanFixture(t, filepath.Join("testdata/scan", entry.Name()))
		})
	}
}

func checkScanFixture(t *testing.T, dir string) {
	t.Helper()
	report, scan := scanOf(t, scanFixtureOptions(t, dir), resolve.ScanPlanOptions{})
	got := scanFound(t, report, scan)
	file := filepath.Join(dir, "found.txt")
	if *updateScan {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
	if diff := cmp.Diff(besideLines(t, dir, scan.Names), foundByLine(report)); diff != "" {
		t.Errorf("beside the lines (-want +got):\n%s", diff)
	}
}

// scanFixtureOptions reads options.json: the fields of config.ScanOptions that a fixture may set.
func scanFixtureOptions(t *testing.T, dir string) config.ScanOptions {
	t.Helper()
	workingDir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	options := config.ScanOptions{WorkingDir: workingDir, Paths: []string{"."}}
	data, err := os.ReadFile(filepath.Join(dir, "options.json"))
	if err == nil {
		err = json.Unmarshal(data, &options)
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return options
}

// scanOf scans, and reports without asking anyone.
func scanOf(t testing.TB, options config.ScanOptions, plan resolve.ScanPlanOptions) (*resolve.Report, *config.Scan) {
	t.Helper()
	scan, diags := config.ScanFiles(options)
	plan.Surroundings = providers.Surroundings{Dir: options.WorkingDir, Log: slog.New(slog.DiscardHandler)}
	return resolve.NewScan(scan.Config, scan, diags, plan).Check(t.Context()), scan
}

// scanFound writes all that a scan found.
func scanFound(t *testing.T, report *resolve.Report, scan *config.Scan) string {
	t.Helper()
	var lines []string
	for _, c := range report.Checks {
		for _, use := range c.Uses {
			lines = append(lines, fmt.Sprintf("%s:%03d:%03d-%d:%d %s %s.%s", use.File, use.Line, use.Column, use.EndLine, use.EndColumn,
				foundText(c), use.Address, use.Attribute))
		}
	}
	for _, d := range report.Diagnostics {
		at := "-"
		if d.Range != nil {
			at = fmt.Sprintf("%s:%03d:%03d", d.Range.Filename, d.Range.Start.Line, d.Range.Start.Column)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s: %s: %s", at, d.Severity, d.Rule, d.Summary, d.Detail))
	}
	for tool, files := range scan.Passed {
		lines = append(lines, fmt.Sprintf("passed over: %s: %s", tool, strings.Join(files, " ")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

func foundText(c resolve.Check) string {
	reference := resolve.Reference{Name: c.Secret, Key: c.Key}.String()
	if strings.Contains(c.Detail, "not static") {
		return "COMPUTED {{" + c.Secret + "." + c.Key + "}}"
	}
	return "USE " + reference
}

var besideScan = regexp.MustCompile(`# (USE|COMPUTED|WARNING|ERROR) (\S+)`)

// besideLines returns what stands beside lines.
func besideLines(t *testing.T, dir string, names []string) map[string][]string {
	t.Helper()
	wanted := map[string][]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			for _, match := range besideScan.FindAllStringSubmatch(line, -1) {
				at := fmt.Sprintf("%s:%d", name, i+1)
				wanted[at] = append(wanted[at], match[1]+" "+strings.TrimSuffix(match[2], ":"))
				slices.Sort(wanted[at])
			}
		}
	}
	return wanted
}

// foundByLine returns what was found in the files that say it beside their lines, which multi-line texts cannot.
func foundByLine(report *resolve.Report) map[string][]string {
	found := map[string][]string{}
	add := func(file string, line int, text string) {
		if !saysBeside(file) {
			return
		}
		at := fmt.Sprintf("%s:%d", file, line)
		found[at] = append(found[at], text)
		slices.Sort(found[at])
	}
	for _, c := range report.Checks {
		for _, use := range c.Uses {
			add(use.File, use.Line, foundText(c))
		}
	}
	for _, d := range report.Diagnostics {
		if d.Range != nil {
			add(d.Range.Filename, d.Range.Start.Line, strings.ToUpper(string(d.Severity))+" "+d.Rule)
		}
	}
	return found
}

// saysBeside says whether a file can say beside each line what is to be found: JSON has no comments, and neither have
// texts over several lines.
func saysBeside(file string) bool {
	return !strings.HasSuffix(file, ".json") && !slices.Contains([]string{"heredoc.tf", "blocks.yaml"}, file) &&
		!strings.HasPrefix(file, "broken") && !slices.Contains([]string{"second.yaml", "good.yaml", "mixed.yaml"}, file) &&
		!strings.HasSuffix(file, ".tftpl") && !strings.HasSuffix(file, ".env")
}

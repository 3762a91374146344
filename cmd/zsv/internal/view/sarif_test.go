package view_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// inGit is what paths become where zsv is started in the directory sub of a repository.
var inGit = view.Options{CodeHostPath: func(path string) string { return "sub/" + path }}

// sarifSchema is the published one. Formats such as uri-reference are held too.
var sarifSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	return compiler.Compile("testdata/schemas/sarif-schema-2.1.0.json")
})

// A sarifFile is what these tests look at in a file.
type sarifFile struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Version, SemanticVersion string
				Rules                    []struct {
					ID, Name, HelpURI                       string
					ShortDescription, FullDescription, Help struct{ Text, Markdown string }
					DefaultConfiguration                    struct{ Level string }
					Properties                              struct{ Tags []string }
				}
			}
		}
		Invocations []struct {
			ExecutionSuccessful                                        bool
			ToolExecutionNotifications, ToolConfigurationNotifications []sarifNotification
		}
		Results    []sarifResult
		Properties map[string]any
	}
}

type sarifNotification struct {
	Level          string
	Message        struct{ Text string }
	AssociatedRule struct{ ID string }
	Locations      []sarifLocation
}

type sarifResult struct {
	RuleID, Level       string
	RuleIndex           *int
	Message             struct{ Text string }
	Locations           []sarifLocation
	RelatedLocations    []sarifLocation
	PartialFingerprints map[string]string
	Properties          map[string]any
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct{ URI, URIBaseID string }
		Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
	}
	LogicalLocations []struct{ FullyQualifiedName string }
}

// readSARIF decodes a file that follows the schema and that GitHub takes.
func readSARIF(t testing.TB, text string) sarifFile {
	t.Helper()
	schema, err := sarifSchema()
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(decodeJSON(t, text)); err != nil {
		t.Errorf("%v in\n%s", err, text)
	}
	return readSARIFQuickly(t, text)
}

// readSARIFQuickly does not look at the schema, which takes seconds for files as large as they get.
func readSARIFQuickly(t testing.TB, text string) sarifFile {
	t.Helper()
	var file sarifFile
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	checkUploadable(t, file)
	return file
}

// checkUploadable demands what GitHub's code scanning does beside the schema, by its documentation "SARIF support for code
// scanning": it rejects a file as a whole.
func checkUploadable(t testing.TB, file sarifFile) {
	t.Helper()
	run := file.Runs[0]
	if len(run.Results) > 25000 {
		t.Errorf("%d results", len(run.Results))
	}
	fingerprints := map[string]bool{}
	for i, result := range run.Results {
		if result.Message.Text == "" || len(result.Locations) != 1 || len(result.RelatedLocations) > 99 {
			t.Errorf("result %d is rejected or cut: %+v", i, result)
			continue
		}
		if result.RuleIndex != nil && run.Tool.Driver.Rules[*result.RuleIndex].ID != result.RuleID {
			t.Errorf("result %d has the index of another rule: %+v", i, result)
		}
		for _, location := range append(result.Locations, result.RelatedLocations...) {
			checkURI(t, location.PhysicalLocation.ArtifactLocation.URI)
		}
		fingerprint := fmt.Sprint(result.RuleID, result.PartialFingerprints)
		if fingerprints[fingerprint] || len(result.PartialFingerprints) == 0 {
			t.Errorf("result %d has the fingerprint of another one: %s", i, fingerprint)
		}
		fingerprints[fingerprint] = true
	}
}

func checkURI(t testing.TB, uri string) {
	t.Helper()
	parsed, err := url.Parse(uri)
	if err != nil || uri == "" || strings.ContainsFunc(uri, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		t.Errorf("the URI %q: %v", uri, err)
		return
	}
	if parsed.Scheme != "" && parsed.Scheme != "file" {
		t.Errorf("the path %q reads as a URI with a scheme", uri)
	}
}

func TestSARIFGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plan", "diagnostics", "injection", "unicode", "usage", "none-config"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := render(t, "sarif", fixtures(t)[name].Report, inGit)
			readSARIF(t, text)
			compare(t, filepath.Join("testdata", "golden", name+".sarif"), withoutRules(t, text))
		})
	}
}

// withoutRules takes the rules out, which are the same in every file and come from the documentation.
func withoutRules(t *testing.T, text string) string {
	t.Helper()
	before, rest, found := strings.Cut(text, "\n          \"rules\": [\n")
	_, after, closed := strings.Cut(rest, "\n          ]\n")
	if !found || !closed {
		t.Fatalf("no rules in\n%s", text)
	}
	return before + "\n          \"rules\": []\n" + after
}

func TestSARIFOfAllReports(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, o := range optionsToTry {
				read := readSARIFQuickly
				if i == len(optionsToTry)-1 { // the schema takes its time
					read = readSARIF
				}
				run := read(t, render(t, "sarif", f.Report, o)).Runs[0]
				notifications := 0
				for _, n := range append(run.Invocations[0].ToolExecutionNotifications,
					run.Invocations[0].ToolConfigurationNotifications...) {
					if n.Level != "note" {
						notifications++
					}
				}
				if got, want := len(run.Results)+notifications, findingsOf(f.Report); got != want {
					t.Errorf("%d results and notifications for %d findings", got, want)
				}
			}
		})
	}
}

// findingsOf counts what there is to report.
func findingsOf(r *resolve.Report) int {
	found := len(r.Diagnostics)
	for _, c := range r.Checks {
		if c.Status.Missing() || c.Status == resolve.StatusUnverified {
			found++
		}
	}
	return found
}

func TestSARIFRules(t *testing.T) {
	t.Parallel()
	for version, pages := range map[string]string{
		"0.1.0-dev":         "https://github.com/zsv-dev/zsv/blob/main/docs/",
		"1.2.3":             "https://github.com/zsv-dev/zsv/blob/v1.2.3/docs/",
		"1.2.3-rc.1":        "https://github.com/zsv-dev/zsv/blob/v1.2.3-rc.1/docs/",
		"1.2.3-4-g0123abc":  "https://github.com/zsv-dev/zsv/blob/main/docs/",
		"1.2.3-dirty":       "https://github.com/zsv-dev/zsv/blob/main/docs/",
		"1.2.3/../../evil#": "https://github.com/zsv-dev/zsv/blob/main/docs/",
		"":                  "https://github.com/zsv-dev/zsv/blob/main/docs/",
	} {
		report := resolve.Failed(version)
		rules := readSARIFQuickly(t, render(t, "sarif", report, view.Options{})).Runs[0].Tool.Driver.Rules
		var names []string
		for _, rule := range rules {
			names = append(names, rule.ID)
			if rule.HelpURI != pages+"rules.md#"+rule.ID {
				t.Errorf("%s: the help of %s is at %s", version, rule.ID, rule.HelpURI)
			}
			if want := string(config.Rule(rule.ID).DefaultSeverity()); rule.DefaultConfiguration.Level != want {
				t.Errorf("%s is by itself %q, want %q", rule.ID, rule.DefaultConfiguration.Level, want)
			}
			short, full := rule.ShortDescription.Text, rule.FullDescription.Text
			if !strings.HasPrefix(full, short) || !strings.HasSuffix(short, ".") || len(full) > 1024 || strings.Contains(full, "`") {
				t.Errorf("%s is described by %q and %q", rule.ID, short, full)
			}
			if rule.Name == "" || strings.EqualFold(rule.Name, rule.ID) || len(rule.Properties.Tags) > 10 {
				t.Errorf("the rule %+v", rule)
			}
			checkHelp(t, rule.Help.Text, rule.Help.Markdown, pages)
		}
		if slices.Sort(names); !slices.Equal(names, config.Rules()) {
			t.Errorf("the rules are %q", names)
		}
	}
}

func checkHelp(t *testing.T, text, markdown, pages string) {
	t.Helper()
	if !strings.Contains(text, "Fix: ") || strings.ContainsAny(text, "`") || strings.Contains(text, "](") {
		t.Errorf("the help as text is\n%s", text)
	}
	if !strings.Contains(markdown, "Fix: ") || !strings.Contains(markdown, "```") || strings.Contains(markdown, "<!--") {
		t.Errorf("the help as Markdown is\n%s", markdown)
	}
	for _, after := range strings.Split(markdown, "](")[1:] {
		if !strings.HasPrefix(after, pages) {
			t.Errorf("the help links to %s", after[:min(len(after), 60)])
		}
	}
}

// Columns are those of UTF-16; where they are not known, the whole lines are the region.
func TestSARIFRegions(t *testing.T) {
	t.Parallel()
	report := fixtures(t)["plan"].Report
	uses := report.Checks[0].Uses
	for i := range report.Checks {
		report.Checks[i].Status = resolve.StatusPresent
	}
	report.Checks[0].Status = resolve.StatusMissingKey
	uses[0].Line, uses[0].Column, uses[0].EndLine, uses[0].EndColumn = 13, 24, 13, 43
	region := func() [4]int {
		r := readSARIFQuickly(t, render(t, "sarif", report, view.Options{})).Runs[0].Results[0].Locations[0].PhysicalLocation.Region
		return [4]int{r.StartLine, r.StartColumn, r.EndLine, r.EndColumn}
	}
	if diff := cmp.Diff([4]int{13, 0, 13, 0}, region()); diff != "" {
		t.Error(diff)
	}
	uses[0].UTF16 = resolve.UTF16{Column: 30, EndColumn: 49}
	if diff := cmp.Diff([4]int{13, 30, 13, 49}, region()); diff != "" {
		t.Error(diff)
	}
}

func TestSARIFPaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]string{
		"main.zsv.hcl":                 {"main.zsv.hcl", "%SRCROOT%"},
		"a b/50%/é\n\u202e.zsv.hcl":    {"a%20b/50%25/%C3%A9%0A%E2%80%AE.zsv.hcl", "%SRCROOT%"},
		"a:b.zsv.hcl":                  {"./a:b.zsv.hcl", "%SRCROOT%"},
		`it's "q"#?[x]\y.zsv.hcl`:      {"it%27s%20%22q%22%23%3F%5Bx%5D%5Cy.zsv.hcl", "%SRCROOT%"},
		"\xff.zsv.hcl":                 {"%FF.zsv.hcl", "%SRCROOT%"},
		"../above/main.zsv.hcl":        {"../above/main.zsv.hcl", ""},
		"..main.zsv.hcl":               {"..main.zsv.hcl", "%SRCROOT%"},
		"/home/me/.config/zsv/c d.hcl": {"file:///home/me/.config/zsv/c%20d.hcl", ""},
		"C:/Users/me/config.hcl":       {"file:///C:/Users/me/config.hcl", ""},
	} {
		report := resolve.Failed("", resolve.Diagnostic{Severity: config.Error, Rule: "syntax", Summary: "s", Detail: "d",
			Range: &resolve.Range{Filename: path, Start: resolve.Position{Line: 1}, End: resolve.Position{Line: 1}}})
		got := readSARIFQuickly(t, render(t, "sarif", report, view.Options{})).Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation
		if diff := cmp.Diff(want, [2]string{got.URI, got.URIBaseID}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", path, diff)
		}
	}
}

// No text from outside becomes a link.
func TestSARIFLinks(t *testing.T) {
	t.Parallel()
	report := resolve.Failed("", resolve.Diagnostic{Severity: config.Error, Rule: "configuration", Summary: "Undeclared block",
		Detail: `There is no [stack](https://evil.example) \.`, Range: &resolve.Range{Filename: "a", Start: resolve.Position{Line: 1}}})
	report.Checked = true
	report.Checks = []resolve.Check{{Secret: "s", Location: "s", Key: "k[0](1)", Status: resolve.StatusMissingKey, Provider: "provider.a.b",
		Uses: []resolve.CheckUse{{File: "b", Line: 1, EndLine: 1}, {File: "](2).hcl", Line: 2, Column: 3, EndLine: 2}}}}
	var texts []string
	for _, result := range readSARIF(t, render(t, "sarif", report, view.Options{})).Runs[0].Results {
		texts = append(texts, result.Message.Text)
	}
	want := []string{
		`Undeclared block: There is no \[stack\](https://evil.example) \\.`,
		`Key k\[0\](1) is missing from secret s. Also used at [\](2).hcl:2:3](1).`,
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Error(diff)
	}
}

// fingerprintsOf returns the fingerprints of a report's results, by their messages.
func fingerprintsOf(t *testing.T, r *resolve.Report, o view.Options) map[string]string {
	t.Helper()
	prints := map[string]string{}
	for i, result := range readSARIFQuickly(t, render(t, "sarif", r, o)).Runs[0].Results {
		for name, value := range result.PartialFingerprints {
			prints[fmt.Sprint(i, result.RuleID, name)] = value
		}
	}
	return prints
}

func TestFingerprintsSurviveMoves(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		before := fingerprintsOf(t, f.Report, inGit)
		for i := range f.Report.Checks {
			c := &f.Report.Checks[i]
			c.Detail, c.Reason = "Another reason, another day.", "other"
			for j := range c.Uses {
				c.Uses[j].Line += 7
				c.Uses[j].EndLine += 7
				c.Uses[j].Column++
			}
		}
		for i := range f.Report.Diagnostics {
			if r := f.Report.Diagnostics[i].Range; r != nil {
				r.Start.Line, r.End.Line, r.Start.Byte = r.Start.Line+7, r.End.Line+7, r.Start.Byte+100
			}
		}
		if diff := cmp.Diff(before, fingerprintsOf(t, f.Report, inGit)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// The same file is the same wherever in the repository zsv was started.
func TestFingerprintsAreOfTheRepository(t *testing.T) {
	t.Parallel()
	report := fixtures(t)["diagnostics"].Report
	below := fingerprintsOf(t, report, inGit)
	for i := range report.Diagnostics {
		if r := report.Diagnostics[i].Range; r != nil {
			r.Filename = "sub/" + r.Filename
		}
	}
	if diff := cmp.Diff(below, fingerprintsOf(t, report, view.Options{})); diff != "" {
		t.Error(diff)
	}
}

// A stack, a store or a key more is another finding.
func TestFingerprintsTellChecksApart(t *testing.T) {
	t.Parallel()
	check := func(edit func(*resolve.Check)) string {
		report := fixtures(t)["plan"].Report
		c := report.Checks[0]
		c.Status = resolve.StatusMissingKey
		edit(&c)
		report.Checks = []resolve.Check{c}
		for _, value := range fingerprintsOf(t, report, view.Options{}) {
			return value
		}
		return ""
	}
	seen := map[string]bool{}
	for i, edit := range []func(*resolve.Check){
		func(*resolve.Check) {},
		func(c *resolve.Check) { c.Directory = "other" },
		func(c *resolve.Check) { c.Stack = "other" },
		func(c *resolve.Check) { c.Provider = "provider.vault.other" },
		func(c *resolve.Check) { c.Location = "other" },
		func(c *resolve.Check) { c.Secret = "other" },
		func(c *resolve.Check) { c.Key = "other" },
		func(c *resolve.Check) { c.Secret, c.Key = c.Secret+c.Key, "" },
	} {
		value := check(edit)
		if len(value) != 32 || seen[value] {
			t.Errorf("edit %d: the fingerprint %q", i, value)
		}
		seen[value] = true
	}
}

// A file for GitHub has at most 25,000 results, and all errors of 30,000 findings before any warning.
func TestSARIFLimits(t *testing.T) {
	t.Parallel()
	report := large(0)
	for i := range 30000 {
		status := resolve.StatusUnverified
		if i%2 == 0 {
			status = resolve.StatusMissingKey
		}
		c := resolve.Check{Directory: ".", Provider: "provider.vault.main", Location: "s", Secret: "s", Key: fmt.Sprintf("k%05d", i),
			Status: status, Reason: "denied", Uses: make([]resolve.CheckUse, 3)}
		for j := range c.Uses {
			c.Uses[j] = resolve.CheckUse{Address: "component.a.b", Component: "a.b", Attribute: fmt.Sprintf("x%d", j),
				File: "main.zsv.hcl", Line: 1 + 3*i + j, EndLine: 1 + 3*i + j, UTF16: resolve.UTF16{Column: 5, EndColumn: 9}}
		}
		report.Checks = append(report.Checks, c)
	}
	text := render(t, "sarif", report, view.Options{AllowUnverified: true})
	run := readSARIFQuickly(t, text).Runs[0]
	levels, line := map[string]int{}, 0
	for _, result := range run.Results {
		levels[result.Level]++
		if next := result.Locations[0].PhysicalLocation.Region.StartLine; next < line {
			t.Fatalf("line %d stands behind line %d", next, line)
		} else {
			line = next
		}
	}
	if diff := cmp.Diff(map[string]int{"error": 15000, "warning": 10000}, levels); diff != "" {
		t.Error(diff)
	}
	if got := run.Properties["results_cut"]; got != 5000.0 {
		t.Errorf("cut: %v", got)
	}
	last := run.Invocations[0].ToolExecutionNotifications
	if got := last[len(last)-1].Message.Text; !strings.HasPrefix(got, "5000 of 30000 findings are not in this file") {
		t.Errorf("the last notification is %q", got)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write([]byte(text))
	if _ = w.Close(); zipped.Len() > 10<<20 {
		t.Errorf("%d bytes, compressed", zipped.Len())
	}
}

func TestSARIFRelatedLocations(t *testing.T) {
	t.Parallel()
	report := large(0)
	c := resolve.Check{Directory: ".", Provider: "p", Location: "s", Secret: "s", Key: "k", Status: resolve.StatusMissingKey}
	for i := range 250 {
		c.Uses = append(c.Uses, resolve.CheckUse{Address: fmt.Sprint("component.a.b", i), File: "main.zsv.hcl", Line: i + 1, Column: 2})
	}
	report.Checks = []resolve.Check{c}
	run := readSARIF(t, render(t, "sarif", report, view.Options{})).Runs[0]
	result := run.Results[0]
	if len(result.RelatedLocations) != 99 || result.Properties["uses_cut"] != 150.0 {
		t.Errorf("%d related locations, %v cut", len(result.RelatedLocations), result.Properties["uses_cut"])
	}
	if got := result.RelatedLocations[98].LogicalLocations[0].FullyQualifiedName; got != "component.a.b99" {
		t.Errorf("the last is %s", got)
	}
	if !strings.HasSuffix(result.Message.Text, ", [main.zsv.hcl:11:2](10), 239 more places.") {
		t.Errorf("the message is %q", result.Message.Text)
	}
	notes := run.Invocations[0].ToolExecutionNotifications
	if got := notes[len(notes)-1].Message.Text; !strings.HasPrefix(got, "150 more places that refer to a missing or unverified secret are") {
		t.Errorf("the notification is %q", got)
	}
}

// What is wrong with the command line or a file has no place: GitHub would reject it as a result.
func TestSARIFOfFailures(t *testing.T) {
	t.Parallel()
	for rule, where := range map[config.Rule]int{config.RuleUsage: 1, config.RuleIO: 0} {
		report := resolve.Failed("0.1.0", resolve.Diagnostic{Severity: config.Error, Rule: string(rule), Summary: "S", Detail: "D"})
		run := readSARIF(t, render(t, "sarif", report, view.Options{})).Runs[0]
		invocation := run.Invocations[0]
		notifications := [][]sarifNotification{invocation.ToolExecutionNotifications, invocation.ToolConfigurationNotifications}[where]
		last := notifications[len(notifications)-1]
		if invocation.ExecutionSuccessful || last.AssociatedRule.ID != string(rule) || last.Message.Text != "S: D." {
			t.Errorf("%s: %+v", rule, invocation)
		}
	}
}

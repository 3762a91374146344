package config_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
)

var update = flag.Bool("update", false, "write what the fixtures in testdata give into their values.txt")

// Each directory of testdata is a configuration. It says beside each line what is to be reported of it:
//
//	tipe = string # ERROR configuration: Did you mean "type"?
//
// with a part of the summary or the detail; a comment "#^ ERROR …" is for the line above. What cannot stand there (JSON,
// broken files, problems without a place) is in expected.txt, as FILE:LINE:COLUMN SEVERITY RULE: TEXT or - SEVERITY …
// options.json holds what to load it with, and values.txt, where there is one, what the Config is to hold.
func TestFixtures(t *testing.T) {
	t.Parallel()
	for _, dir := range fixtures(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			checkFixture(t, dir)
		})
	}
}

// fixtures returns the directories of testdata that hold configurations.
func fixtures(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, entry := range entries {
		if entry.Name() != "fuzz" { // the corpus of go test -fuzz
			dirs = append(dirs, filepath.Join("testdata", entry.Name()))
		}
	}
	return dirs
}

func checkFixture(t *testing.T, dir string) {
	t.Helper()
	options := fixtureOptions(t, dir)
	cfg, diags := config.Load(options)
	wanted := expectations(t, dir)
	for _, d := range diags {
		i := slices.IndexFunc(wanted, func(e expectation) bool { return e.matches(d) })
		if i < 0 {
			t.Errorf("not expected:\n%s", describe(d))
			continue
		}
		wanted = slices.Delete(wanted, i, i+1)
	}
	for _, e := range wanted {
		t.Errorf("missing: %s", e)
	}
	sorted := slices.Clone(diags)
	sorted.Sort()
	if diff := cmp.Diff(sorted, diags); diff != "" {
		t.Errorf("the diagnostics are not sorted: %s", diff)
	}
	checkValues(t, filepath.Join(dir, "values.txt"), cfg)
}

// fixtureOptions reads options.json: the fields of config.Options that a fixture may set.
func fixtureOptions(t *testing.T, dir string) config.Options {
	t.Helper()
	workingDir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	options := config.Options{WorkingDir: workingDir, Dir: ".", Version: "0.5.0"}
	data, err := os.ReadFile(filepath.Join(dir, "options.json"))
	if os.IsNotExist(err) {
		return options
	}
	if err == nil {
		err = json.Unmarshal(data, &options)
	}
	if err != nil {
		t.Fatal(err)
	}
	return options
}

// An expectation is a diagnostic that a fixture asks for.
type expectation struct {
	place, severity, rule, text string
}

func (e expectation) String() string {
	return e.place + " " + e.severity + " " + e.rule + ": " + e.text
}

func (e expectation) matches(d config.Diagnostic) bool {
	place := "-"
	if d.Range != nil {
		place = fmt.Sprintf("%s:%d", d.Range.Filename, d.Range.Start.Line)
		if strings.Count(e.place, ":") == 2 {
			place += fmt.Sprintf(":%d", d.Range.Start.Column)
		}
	}
	return e.place == place && e.severity == strings.ToUpper(string(d.Severity)) && e.rule == string(d.Rule) &&
		strings.Contains(d.Summary+": "+d.Detail, e.text)
}

var (
	besideLine = regexp.MustCompile(`#\^? (ERROR|WARNING) ([a-z-]+): `)
	inSidecar  = regexp.MustCompile(`^(\S+) (ERROR|WARNING) ([a-z-]+): (.*)$`)
)

func expectations(t *testing.T, dir string) []expectation {
	t.Helper()
	var wanted []expectation
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case name == "expected.txt":
			wanted = append(wanted, sidecarExpectations(t, filepath.Join(dir, name))...)
		case strings.HasSuffix(name, ".hcl") || strings.HasSuffix(name, ".zsvars"):
			wanted = append(wanted, lineExpectations(t, dir, name)...)
		}
	}
	return wanted
}

func lineExpectations(t *testing.T, dir, name string) []expectation {
	t.Helper()
	var wanted []expectation
	line := 0 // the last that is no expectation for the one above
	for i, text := range readLines(t, filepath.Join(dir, name)) {
		if !strings.HasPrefix(strings.TrimSpace(text), "#^") {
			line = i + 1
		}
		for len(text) > 0 {
			at := besideLine.FindStringSubmatchIndex(text)
			if at == nil {
				break
			}
			rest := text[at[1]:]
			if next := besideLine.FindStringIndex(rest); next != nil {
				rest = rest[:next[0]]
			}
			wanted = append(wanted, expectation{fmt.Sprintf("%s:%d", name, line), text[at[2]:at[3]], text[at[4]:at[5]],
				strings.TrimSpace(rest)})
			text = text[at[1]:]
		}
	}
	return wanted
}

func sidecarExpectations(t *testing.T, file string) []expectation {
	t.Helper()
	var wanted []expectation
	for _, line := range readLines(t, file) {
		if match := inSidecar.FindStringSubmatch(line); match != nil {
			wanted = append(wanted, expectation{match[1], match[2], match[3], match[4]})
		} else if line != "" {
			t.Errorf("%s: what is %q?", file, line)
		}
	}
	return wanted
}

func readLines(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
}

func describe(d config.Diagnostic) string {
	place := "-"
	if d.Range != nil {
		place = fmt.Sprintf("%s:%d:%d", d.Range.Filename, d.Range.Start.Line, d.Range.Start.Column)
	}
	return fmt.Sprintf("%s %s %s: %s: %s [%s]", place, strings.ToUpper(string(d.Severity)), d.Rule, d.Summary, d.Detail, d.Address)
}

// checkValues compares what a Config holds with a file, if there is one.
func checkValues(t *testing.T, file string, cfg *config.Config) {
	t.Helper()
	want, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return
	}
	got := dump(cfg)
	if *update {
		err = os.WriteFile(file, []byte(got), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" && !*update {
		t.Errorf("%s\n%s", file, diff)
	}
}

// dump writes what a Config holds, with the place of each reference.
func dump(cfg *config.Config) string {
	var b strings.Builder
	if cfg.Settings.ValidationLevel+cfg.Settings.DefaultStack != "" || len(cfg.Settings.Rules) > 0 {
		fmt.Fprintf(&b, "zsv level=%q default_stack=%q\n", cfg.Settings.ValidationLevel, cfg.Settings.DefaultStack)
	}
	for _, rule := range cfg.Settings.Rules {
		fmt.Fprintf(&b, "  rule %s = %s\n", rule.Rule, rule.Severity)
	}
	for _, p := range cfg.Providers {
		fmt.Fprintf(&b, "%s broken=%t undecided=%t\n", p.Addr, p.Broken, p.Undecided)
	}
	for _, c := range cfg.Components {
		fmt.Fprintf(&b, "%s flavor=%q\n", c.Addr, c.Flavor)
		dumpValues(&b, cfg, c.Values, c.Keys)
	}
	for _, s := range cfg.Stacks {
		fmt.Fprintf(&b, "%s secrets=%s components=%d\n", s.Address(), choiceText(s.Secrets), len(s.Components))
		for _, use := range s.Components {
			fmt.Fprintf(&b, "  uses %s\n", use.Addr)
		}
		dumpValues(&b, cfg, s.Settings, s.Keys)
		dumpValues(&b, cfg, s.Env, nil)
	}
	for _, s := range cfg.Secrets {
		fmt.Fprintf(&b, "%s provider=%s path=%q description=%q\n", s.Address(), choiceText(s.Provider), s.Path, s.Description)
		for _, k := range s.Keys {
			fmt.Fprintf(&b, "  key %q optional=%t description=%q", k.Name, k.Optional, k.Description)
			if k.Generate != nil {
				fmt.Fprintf(&b, " generate=%+v", *k.Generate)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func dumpValues(b *strings.Builder, cfg *config.Config, values []config.Value, keys []config.MapKey) {
	for _, v := range values {
		text := fmt.Sprintf("%q", v.Text)
		if v.Sensitive {
			text = "(sensitive)"
		}
		fmt.Fprintf(b, "  %s = %s", v.Attribute, text)
		if v.Scalar {
			b.WriteString(" scalar")
		}
		for _, at := range referenceText.FindAllStringIndex(v.Text, -1) {
			place, written := cfg.Place(v, at[0], at[1])
			fmt.Fprintf(b, " @%d:%d-%d:%d", place.Start.Line, place.Start.Column, place.End.Line, place.End.Column)
			if !written {
				b.WriteString(" computed")
			}
		}
		b.WriteString("\n")
	}
	for _, key := range keys {
		fmt.Fprintf(b, "  key %q @%d:%d\n", key.Text, key.Range.Start.Line, key.Range.Start.Column)
	}
}

func choiceText(choice config.ProviderChoice) string {
	switch choice.State {
	case config.Chosen:
		return choice.Addr.String()
	case config.Undecided:
		return "undecided"
	default:
		return "unset"
	}
}

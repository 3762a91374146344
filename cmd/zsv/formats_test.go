package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zsv-dev/zsv/internal/checkertest"
)

// A tally is how many findings a format has, by severity.
type tally struct{ errors, warnings int }

// mixed has a finding of each kind: missing, not verified, and a warning with and without a stack.
const mixed = `
provider "file" "local" { path = "secrets.yaml" }
provider "vault" "elsewhere" { address = "https://vault.example.com:8200" }

component "alerter" "slack" {
  channel     = "{{slack.channel}}"
  slack_token = "{{slack.token}}"
  text        = "x {{slack.token}}: é, \"😀\""
}

component "experiment_tracker" "mlflow" { tracking_password = "{{mlflow.password}}" }
component "orchestrator" "unused" {}

stack "dev, prod: \"both\"" {
  secrets    = provider.file.local
  components = [component.alerter.slack]
}

stack "other" {
  secrets    = provider.vault.elsewhere
  components = [component.alerter.slack, component.experiment_tracker.mlflow]
}
`

// TestFormatsAgree has programs by others read what one run wrote in four formats.
func TestFormatsAgree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "main.zsv.hcl"), mixed)
	writeFile(t, filepath.Join(dir, "secrets.yaml"), "slack: {channel: canary}\n")
	for name, example := range map[string]struct {
		dir  string
		want tally
	}{
		"missing": {filepath.Join("..", "..", "examples", "missing"), tally{errors: 4}},
		"mixed":   {dir, tally{errors: 4, warnings: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reports := t.TempDir()
			planInAllFormats(t, example.dir, reports)
			for format, count := range map[string]func(*testing.T, string) tally{
				"report.json": countJSON, "zsv.sarif": countSARIF, "junit.xml": countJUnit, "annotations.txt": countAnnotations,
			} {
				t.Run(format, func(t *testing.T) {
					t.Parallel()
					if got := count(t, filepath.Join(reports, format)); got != example.want {
						t.Errorf("got %+v, want %+v", got, example.want)
					}
				})
			}
		})
	}
}

func planInAllFormats(t *testing.T, dir, reports string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	for _, file := range files { // so that go test knows what the result depends on
		readFile(t, file)
	}
	arguments := []string{"plan", "--chdir", dir}
	for format, file := range map[string]string{
		"json": "report.json", "sarif": "zsv.sarif", "junit": "junit.xml", "github": "annotations.txt",
	} {
		arguments = append(arguments, "--format", format+"="+filepath.Join(reports, file))
	}
	plan := exec.CommandContext(t.Context(), "zsv", arguments...)
	plan.Env = append(os.Environ(), "VAULT_ADDR=", "VAULT_TOKEN=", "BAO_ADDR=", "ZSV_STACK=", "ZSV_TRUSTED_ADDRESSES=")
	if output, err := plan.CombinedOutput(); exitCode(err) != 2 || len(output) > 0 {
		t.Fatalf("zsv %q: %v\n%s", arguments, err, output)
	}
}

// runChecker runs a program by others and returns what it printed.
func runChecker(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), checkertest.Program(t, name), arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, arguments, err, output)
	}
	return string(output)
}

func readTally(t *testing.T, text string) (found tally) {
	t.Helper()
	if _, err := fmt.Sscan(text, &found.errors, &found.warnings); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return found
}

func countJSON(t *testing.T, file string) tally {
	runChecker(t, "check-jsonschema", "--schemafile", filepath.Join("..", "..", "docs", "report.schema.json"), file)
	return readTally(t, runChecker(t, "python", "-c", `
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
found = [d["severity"] for d in report["diagnostics"]]
found += ["error" for c in report["checks"] if c["status"] not in ("present", "skipped")]
print(found.count("error"), found.count("warning"))`, file))
}

// countSARIF counts the lines of sarif-tools' table.
func countSARIF(t *testing.T, file string) (found tally) {
	table := filepath.Join(t.TempDir(), "results.csv")
	runChecker(t, "sarif", "csv", "--output", table, file)
	rows, err := csv.NewReader(strings.NewReader(readFile(t, table))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		switch row[1] {
		case "error":
			found.errors++
		case "warning":
			found.warnings++
		}
	}
	return found
}

func countJUnit(t *testing.T, file string) tally {
	return readTally(t, runChecker(t, "python", "-c", `
import sys, junitparser
results = [r for s in junitparser.JUnitXml.fromfile(sys.argv[1]) for c in s for r in c.result]
bad = [r for r in results if isinstance(r, (junitparser.Failure, junitparser.Error))]
print(len(bad), len([r for r in results if isinstance(r, junitparser.Skipped) and r.type]))`, file))
}

// act runs workflows of GitHub on this machine, at the version that the Makefile has.
const act = "github.com/nektos/act@v0.2.89"

// countAnnotations has act run a step that prints the annotations, and counts what it took for commands. It must have read
// from each where it is.
func countAnnotations(t *testing.T, file string) (found tally) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "workflow.yml"), fmt.Sprintf(
		"on: push\njobs:\n  zsv:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cat '%s'\n", file))
	for line := range strings.Lines(runAct(t, dir)) {
		var logged struct {
			Command, Arg string
			KVPairs      map[string]string
		}
		if err := json.Unmarshal([]byte(line), &logged); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		switch logged.Command {
		case "error":
			found.errors++
		case "warning":
			found.warnings++
		default:
			continue
		}
		where := logged.KVPairs
		if !strings.HasSuffix(where["file"], ".zsv.hcl") || where["line"] == "" || where["title"] == "" || logged.Arg == "" {
			t.Errorf("act read %+v", logged)
		}
	}
	return found
}

func runAct(t *testing.T, dir string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the step is a command of a POSIX shell")
	}
	if !strings.Contains(readFile(t, filepath.Join("..", "..", "Makefile")), "$(GO) run "+act+"\n") {
		t.Errorf("the Makefile does not run %s", act)
	}
	bin := t.TempDir()
	install := exec.CommandContext(t.Context(), "go", "install", act)
	install.Env = append(os.Environ(), "GOBIN="+bin, "GOFLAGS=")
	if output, err := install.CombinedOutput(); err != nil {
		if os.Getenv("ZSV_REQUIRE_CHECKERS") == "1" {
			t.Fatalf("act cannot be built: %v\n%s", err, output)
		}
		t.Skipf("act cannot be built: %v\n%s", err, output)
	}
	run := exec.CommandContext(t.Context(), filepath.Join(bin, "act"), "push", "--json", "--workflows", "workflow.yml",
		"--platform", "ubuntu-latest=-self-hosted", "--directory", ".", "--no-cache-server")
	run.Dir = dir
	run.Env = append(os.Environ(), "HOME="+dir, "XDG_CACHE_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	var stdout, stderr bytes.Buffer
	run.Stdout, run.Stderr = &stdout, &stderr
	if err := run.Run(); err != nil {
		t.Fatalf("act: %v\n%s%s", err, stdout.String(), stderr.String())
	}
	if !strings.Contains(stdout.String(), "Job succeeded") {
		t.Fatalf("act printed\n%s", stdout.String())
	}
	return stdout.String()
}

// The four formats say the same of each finding, in the same words.
func TestFormatsUseTheSameWords(t *testing.T) {
	t.Parallel()
	reports := t.TempDir()
	planInAllFormats(t, filepath.Join("..", "..", "examples", "missing"), reports)
	var sarif struct {
		Runs []struct {
			Results []struct{ Message struct{ Text string } }
		}
	}
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(reports, "zsv.sarif"))), &sarif); err != nil {
		t.Fatal(err)
	}
	annotations := readFile(t, filepath.Join(reports, "annotations.txt"))
	var missing []string
	for _, result := range sarif.Runs[0].Results {
		words, _, _ := strings.Cut(result.Message.Text[1:], ". Also used at")
		if !strings.Contains(annotations, words) {
			missing = append(missing, words)
		}
	}
	if diff := cmp.Diff([]string(nil), missing); diff != "" {
		t.Errorf("not annotated:\n%s\nin\n%s", diff, annotations)
	}
}

// validSARIF demands that a file of a session follows the published schema.
func validSARIF(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: validsarif FILE")
	}
	file, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(sarifSchema().Validate(file))
}

var sarifSchema = sync.OnceValue(func() *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	return compiler.MustCompile(filepath.Join("internal", "view", "testdata", "schemas", "sarif-schema-2.1.0.json"))
})

// Names that break lines, or are shown from right to left, change nothing in how the formats are read.
func TestFormatsOfOddNames(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	const name = "a\nb\u202e ::x \"q\" 'p' %41\t,x.zsv.hcl"
	top := t.TempDir()
	below := filepath.Join(top, "sub\r\n::error::x")
	for _, dir := range []string{filepath.Join(top, ".git"), below} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	const before, reference = `component "alerter" "é" { /* 😀 */ slack_token = "`, "{{aé.b}}"
	writeFile(t, filepath.Join(below, name), "provider \"file\" \"local\" { path = \"s.yaml\" }\n"+before+reference+"\" }\n")
	writeFile(t, filepath.Join(below, "s.yaml"), "x: {}\n")
	reports := t.TempDir()
	planInAllFormats(t, below, reports)
	var sarif struct {
		Runs []struct {
			Results []struct {
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(reports, "zsv.sarif"))), &sarif); err != nil {
		t.Fatal(err)
	}
	place := sarif.Runs[0].Results[0].Locations[0].PhysicalLocation
	path, err := url.PathUnescape(place.ArtifactLocation.URI)
	if want := filepath.Base(below) + "/" + name; err != nil || strings.TrimPrefix(path, "./") != want {
		t.Errorf("the path is %q, want %q: %v", path, want, err)
	}
	column := len(utf16.Encode([]rune(before))) + 1
	if end := column + len([]rune(reference)); place.Region.StartColumn != column || place.Region.EndColumn != end {
		t.Errorf("the region is %+v, want the columns from %d to %d of line 2", place.Region, column, end)
	}
	if got := countAnnotations(t, filepath.Join(reports, "annotations.txt")); got != (tally{errors: 1}) {
		t.Errorf("annotations: %+v", got)
	}
	if got := countJUnit(t, filepath.Join(reports, "junit.xml")); got != (tally{errors: 1}) {
		t.Errorf("test cases: %+v", got)
	}
}

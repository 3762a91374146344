package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write what zsv prints into the scripts, in place of what they expect")

// TestScripts runs sessions with zsv, testdata/script/*.txt. Beside testscript's own commands they have:
//
//	code N ARGS…      runs zsv with ARGS and demands the exit code N
//	validjson FILE    demands that FILE is a report as docs/report.schema.json describes it
//	validsarif FILE   demands that FILE follows the schema of SARIF
//
// Wherever a session asks for JSON on standard output, code holds it against the schema too. Secret values in sessions
// contain the word canary, in any case, which must stand in no output.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":       code,
			"validjson":  validJSON,
			"validsarif": validSARIF,
		},
		Condition: func(condition string) (bool, error) {
			if condition == "root" {
				return os.Getuid() == 0, nil
			}
			return false, errors.New("unknown condition")
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
	})
}

func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: code N ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("zsv", args[1:]...)
	if got := exitCode(err); got != want {
		ts.Fatalf("zsv %s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
	if makesReport(args[1:]) {
		checkReport(ts, "stdout")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		if strings.Contains(strings.ToLower(ts.ReadFile(stream)), "canary") {
			ts.Fatalf("zsv %s: %s shows a secret value", strings.Join(args[1:], " "), stream)
		}
	}
}

// exitCode returns the exit code that a command ended with, -1 where it was not started or was killed.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}

// makesReport says whether a command line asks for a report in JSON on standard output.
func makesReport(args []string) bool {
	text := strings.ReplaceAll(strings.Join(args, " ")+" ", "--format=", "--format ")
	report := slices.ContainsFunc(args, func(arg string) bool { return arg == "plan" || arg == "scan" || arg == "validate" || arg == "show" }) &&
		!slices.Contains(args, "stack")
	return report && strings.Contains(text, "--format json ")
}

func validJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: validjson FILE")
	}
	checkReport(ts, args[0])
}

func checkReport(ts *testscript.TestScript, file string) {
	if err := validateReport([]byte(ts.ReadFile(file))); err != nil {
		ts.Fatalf("%s is no report: %v", file, err)
	}
}

// validateReport holds a text against the schema.
func validateReport(text []byte) error {
	report, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	return reportSchema().Validate(report)
}

var reportSchema = sync.OnceValue(func() *jsonschema.Schema {
	return jsonschema.NewCompiler().MustCompile(filepath.Join("..", "..", "docs", "report.schema.json"))
})

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
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", os.Getenv("GORACE")) // with which make race shortens the end of each process
			return nil
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
	if schema := schemaOf(args[1:], err == nil); schema != "" {
		checkJSON(ts, "stdout", schema)
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

// schemas are those of what commands write in JSON, by the first of their arguments that is a key here.
var schemas = map[string]string{"plan": reportSchema, "scan": reportSchema, "validate": reportSchema, "show": reportSchema,
	"providers": "providers.schema.json", "provider": "provider-test.schema.json", "import": "import.schema.json", "stack": ""}

const reportSchema = "report.schema.json"

// schemaOf returns the schema of what a command line has written to standard output; "" where it is no JSON with one. What
// fails may write a report in its place.
func schemaOf(args []string, succeeded bool) string {
	text := strings.ReplaceAll(strings.Join(args, " ")+" ", "--format=", "--format ")
	first := slices.IndexFunc(args, func(arg string) bool { _, ok := schemas[arg]; return ok })
	switch {
	case first < 0 || !strings.Contains(text, "--format json "):
		return ""
	case schemas[args[first]] != reportSchema && !succeeded:
		return ""
	}
	return schemas[args[first]]
}

func validJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: validjson FILE [SCHEMA]")
	}
	checkJSON(ts, args[0], append(args, reportSchema)[1])
}

func checkJSON(ts *testscript.TestScript, file, schema string) {
	if err := validateJSON([]byte(ts.ReadFile(file)), schema); err != nil {
		ts.Fatalf("%s does not follow %s: %v", file, schema, err)
	}
}

// validateReport holds a text against the schema of reports.
func validateReport(text []byte) error { return validateJSON(text, reportSchema) }

// validateJSON holds a text against a schema in docs.
func validateJSON(text []byte, schema string) error {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	return compiled()[schema].Validate(document)
}

var compiled = sync.OnceValue(func() map[string]*jsonschema.Schema {
	compiler, all := jsonschema.NewCompiler(), map[string]*jsonschema.Schema{}
	for _, schema := range schemas {
		if schema != "" {
			all[schema] = compiler.MustCompile(filepath.Join("..", "..", "docs", schema))
		}
	}
	return all
})

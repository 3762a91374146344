// Package action tests the scripts of action.yml as the runner starts them: with the inputs in the environment.
package action

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A job is the machine of a runner: what steps get from it, and leave on it.
type job struct {
	workspace, temp, output, summary, path string
}

func newJob(t *testing.T) *job {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("this runs POSIX scripts on PATH: run this test on Linux or macOS")
	}
	root := t.TempDir()
	j := &job{
		workspace: filepath.Join(root, "work space"), temp: filepath.Join(root, "temp dir"),
		output: filepath.Join(root, "output"), summary: filepath.Join(root, "summary"), path: filepath.Join(root, "path"),
	}
	for _, directory := range []string{j.workspace, j.temp} {
		if err := os.Mkdir(directory, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return j
}

// write writes a file of the workspace.
func (j *job) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(j.workspace, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A done step is what one left.
type done struct {
	code    int
	log     string // what it printed, on both streams
	outputs map[string]string
	summary string
	path    string
}

// step runs a script with the defaults of action.yml, as far as settings, NAME=VALUE, do not say otherwise.
func (j *job) step(t *testing.T, script string, settings ...string) done {
	t.Helper()
	file, err := filepath.Abs(script)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "sh", file)
	command.Dir = j.workspace
	command.Env = slices.Concat(j.environment(), metadata(t).defaults(), settings)
	var log bytes.Buffer
	command.Stdout, command.Stderr = &log, &log
	err = command.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return done{
		code: command.ProcessState.ExitCode(), log: log.String(),
		outputs: outputsIn(t, j.output), summary: content(t, j.summary), path: content(t, j.path),
	}
}

// environment is what the scripts get of this machine, and what a runner gives them.
func (j *job) environment() []string {
	environment := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "ZSV_") || strings.HasPrefix(entry, "VAULT_") || strings.HasPrefix(entry, "ACTIONS_")
	})
	environment = append(environment, goCaches()...)
	environment = append(environment, "program=/bin/false", "summary=yes", "system=none") // of the job's own
	return append(environment, "HOME="+j.temp, "RUNNER_OS=Linux", "RUNNER_ARCH=X64", "RUNNER_TEMP="+j.temp,
		"GITHUB_OUTPUT="+j.output, "GITHUB_STEP_SUMMARY="+j.summary, "GITHUB_PATH="+j.path)
}

// goCaches are those of this machine, which lie below the home that steps do not get.
var goCaches = sync.OnceValue(func() []string {
	var variables []string
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			panic(err)
		}
		variables = append(variables, name+"="+strings.TrimSpace(string(value)))
	}
	return variables
})

func outputsIn(t *testing.T, file string) map[string]string {
	t.Helper()
	outputs := map[string]string{}
	for line := range strings.Lines(content(t, file)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			t.Errorf("the line %q of the outputs sets none", line)
		}
		outputs[name] = value
	}
	return outputs
}

// content returns a file's text: none, where there is no file.
func content(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// An actionFile is action.yml.
type actionFile struct {
	Inputs  map[string]struct{ Description, Default string }
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Steps []struct {
			ID  string `yaml:"id"`
			Run string
			Env map[string]string
		}
	}
}

func metadata(t *testing.T) actionFile {
	t.Helper()
	var action actionFile
	text, err := os.ReadFile(filepath.Join("..", "..", "action.yml"))
	if err == nil {
		err = yaml.Unmarshal(text, &action)
	}
	if err != nil {
		t.Fatal(err)
	}
	return action
}

// defaults returns the variables that the scripts get when a workflow sets no input.
func (a actionFile) defaults() []string {
	var variables []string
	for name, input := range a.Inputs {
		variables = append(variables, variable(name)+"="+input.Default)
	}
	return variables
}

// variable names the variable that an input is handed over in.
func variable(input string) string {
	return "ZSV_INPUT_" + strings.ToUpper(strings.ReplaceAll(input, "-", "_"))
}

// program builds zsv with the action's own script, once.
func program(t *testing.T) string {
	t.Helper()
	path, err := builtProgram()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var builtProgram = sync.OnceValues(func() (string, error) {
	output, err := exec.Command("sh", "build.sh", builtDirectory).CombinedOutput()
	if err != nil {
		err = errors.New(cmp.Or(string(output), err.Error()))
	}
	return filepath.Join(builtDirectory, "zsv"), err
})

var builtDirectory string

func TestMain(m *testing.M) {
	directory, err := os.MkdirTemp("", "zsv-action")
	if err != nil {
		panic(err)
	}
	builtDirectory = directory
	code := m.Run()
	if err := os.RemoveAll(directory); err != nil {
		panic(err)
	}
	os.Exit(code)
}

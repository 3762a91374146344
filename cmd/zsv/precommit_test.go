package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/zsv-dev/zsv/internal/checkertest"
)

// hooksRevision is the tag that the repository of the hooks has in the sessions.
const hooksRevision = "v0.1.0"

// TestPreCommit runs sessions with the real pre-commit and the real git, testdata/precommit/*.txt. $HOOKS is a repository
// of this project's files as they are now, and zsv is not on the PATH: pre-commit builds it, once for all sessions.
// $WITH_ZSV is a PATH that has it. Beside testscript's own commands they have:
//
//	configure FILE    writes FILE as .pre-commit-config.yaml, with the variables in it replaced
//	fill N DIR FILE   writes N files below DIR, in directories with long names, each like FILE
//	count N TEXT      demands that the last output has TEXT N times
func TestPreCommit(t *testing.T) {
	programs := filepath.Dir(checkertest.Program(t, "pre-commit"))
	environment := preCommitEnvironment(t, programs)
	testscript.Run(t, testscript.Params{
		Dir:   filepath.Join("testdata", "precommit"),
		Setup: func(env *testscript.Env) error { return setUpPreCommit(env, environment) },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"configure": configureHooks,
			"fill":      fillDirectories,
			"count":     countOutput,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// preCommitEnvironment returns the variables that all sessions share. Go's caches are those of this machine, so that a
// hook is built as fast as zsv itself.
func preCommitEnvironment(t *testing.T, programs string) []string {
	t.Helper()
	zsv, err := exec.LookPath("zsv")
	if err != nil {
		t.Fatal(err)
	}
	without := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(dir string) bool {
		return dir == filepath.Dir(zsv)
	})
	path := strings.Join(append([]string{programs}, without...), string(filepath.ListSeparator))
	environment := []string{
		"PATH=" + path,
		"WITH_ZSV=" + filepath.Dir(zsv) + string(filepath.ListSeparator) + path,
		"HOOKS=" + hooksRepository(t),
		"REV=" + hooksRevision,
		"PRE_COMMIT_HOME=" + t.TempDir(),
		"PRE_COMMIT_COLOR=never",
		"PYTHONDONTWRITEBYTECODE=1",
		"GIT_CONFIG_NOSYSTEM=1",
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN", "GOROOT"} {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		environment = append(environment, name+"="+strings.TrimSpace(string(value)))
	}
	return environment
}

// hooksRepository commits the files that git tracks or would track here, as they are now, to a repository of their own,
// without copying them.
func hooksRepository(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	top, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	environment := slices.DeleteFunc(os.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "GIT_") })
	environment = append(environment, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_DIR="+filepath.Join(directory, ".git"), "GIT_WORK_TREE="+top)
	for _, arguments := range [][]string{
		{"init", "--quiet"},
		{"add", "--all"},
		{"-c", "user.name=hooks", "-c", "user.email=hooks@localhost", "commit", "--quiet", "--message=hooks"},
		{"tag", hooksRevision},
	} {
		command := exec.Command("git", arguments...)
		command.Dir, command.Env = top, environment
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, output)
		}
	}
	return directory
}

// setUpPreCommit gives a session a home with git's settings.
func setUpPreCommit(env *testscript.Env, environment []string) error {
	home := filepath.Join(env.WorkDir, ".home")
	if err := os.Mkdir(home, 0o755); err != nil {
		return err
	}
	settings := "[user]\n\tname = developer\n\temail = developer@localhost\n" +
		"[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n[protocol \"file\"]\n\tallow = always\n"
	env.Vars = append(env.Vars, environment...)
	env.Setenv("HOME", home)
	return os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(settings), 0o644)
}

func configureHooks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: configure FILE")
	}
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(".pre-commit-config.yaml"), []byte(text), 0o644))
}

func fillDirectories(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: fill N DIR FILE")
	}
	text := []byte(ts.ReadFile(args[2]))
	for i := range number(ts, args[0]) {
		name := strings.Repeat("x", 200) + string(rune('a'+i/26)) + string(rune('a'+i%26))
		directory := filepath.Join(ts.MkAbs(args[1]), name)
		ts.Check(os.MkdirAll(directory, 0o755))
		ts.Check(os.WriteFile(filepath.Join(directory, "main.zsv.hcl"), text, 0o644))
	}
}

// number reads an argument.
func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return n
}

func countOutput(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count N TEXT")
	}
	output := []byte(ts.ReadFile("stdout") + ts.ReadFile("stderr"))
	if got := bytes.Count(output, []byte(args[1])); got != number(ts, args[0]) {
		ts.Fatalf("the output has %q %d times, not %s", args[1], got, args[0])
	}
}

package file

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// gitTimeout is how long git may take to say whether it tracks a file; then there is no warning.
const gitTimeout = 2 * time.Second

// git asks the user's git about files. Without one it knows of none.
type git struct {
	path    string // PATH, where programs are looked for
	project string // no program in it is started
	environ []string
}

func newGit(surroundings providers.Surroundings) git {
	g := git{path: surroundings.Getenv("PATH"), project: surroundings.ProjectDir}
	// git needs to know where its settings are, and nothing else that is in the environment: that has secrets.
	for _, name := range []string{"PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT"} {
		if value, ok := surroundings.LookupEnv(name); ok {
			g.environ = append(g.environ, name+"="+value)
		}
	}
	return g
}

// tracks says whether git tracks a file, or something in a directory. When in doubt it does not.
func (g git) tracks(ctx context.Context, path string) bool {
	directory, name := filepath.Split(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		directory, name = path, "."
	}
	return g.ask(ctx, directory, "--literal-pathspecs", "ls-files", "--error-unmatch", "--", name) == 0
}

// ignores says of a name in a directory of a work tree whether git ignores it, as far as git says so.
func (g git) ignores(ctx context.Context, directory, name string) (ignored, known bool) {
	// check-ignore takes no literal pathspecs, but with a directory before it a name is none but itself.
	code := g.ask(ctx, directory, "check-ignore", "--quiet", "--", "./"+name)
	return code == 0, code == 0 || code == 1
}

// ask runs git in a directory and returns its exit code; -1 where there is none.
func (g git) ask(ctx context.Context, directory string, arguments ...string) (code int) {
	program := g.program()
	if program == "" || ctx.Err() != nil {
		return -1
	}
	ctx, cancel := context.WithTimeout(ctx, gitTimeout)
	defer cancel()
	// Settings of a repository can name programs: fsmonitor, and every setting of a bare repository that lies hidden in
	// the files of another one.
	arguments = append([]string{"--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"},
		arguments...)
	command := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // see program
	command.Dir = directory
	command.Env = g.environ
	command.WaitDelay = time.Second
	if err := command.Run(); err == nil {
		return 0
	}
	return command.ProcessState.ExitCode() // -1 for a nil one too
}

// program returns the first git on PATH: "" if there is none. Relative entries and those inside the project do not
// count, because what is there may come from anyone.
func (g git) program() string {
	name := "git"
	if runtime.GOOS == "windows" {
		name = "git.exe"
	}
	project := canonical(g.project)
	for _, directory := range filepath.SplitList(g.path) {
		if !filepath.IsAbs(directory) {
			continue
		}
		candidate, err := filepath.EvalSymlinks(filepath.Join(directory, name))
		if err != nil || isBelow(candidate, project) || isBelow(canonical(directory), project) {
			continue
		}
		if info, err := os.Stat(candidate); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return candidate
		}
	}
	return ""
}

package file

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// gitTimeout is how long git may take to say whether it tracks a file; then there is no warning.
const gitTimeout = 2 * time.Second

// git asks the user's git about files. Without one it knows of none.
type git struct {
	programs programs
	environ  []string
}

func newGit(surroundings providers.Surroundings) git {
	g := git{programs: newPrograms(surroundings)}
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
	program := g.programs.find("git")
	if program == "" || ctx.Err() != nil {
		return -1
	}
	ctx, cancel := context.WithTimeout(ctx, gitTimeout)
	defer cancel()
	// Settings of a repository can name programs: fsmonitor, and every setting of a bare repository that lies hidden in
	// the files of another one.
	arguments = append([]string{"--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"},
		arguments...)
	command := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // see programs
	command.Dir = directory
	command.Env = g.environ
	command.WaitDelay = time.Second
	if err := command.Run(); err == nil {
		return 0
	}
	return command.ProcessState.ExitCode() // -1 for a nil one too
}

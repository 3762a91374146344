package file

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/providers"
)

// gitTimeout is how long git may take to say whether it tracks a file; then there is no warning.
const gitTimeout = 2 * time.Second

// gitOutput is how much git may print of what it tracks in a directory; with more there is no warning.
const gitOutput = 16 << 20

// git asks the user's git about files. Without one it knows of none. It gets nothing of the environment but what all programs
// get, which says where its settings are: the rest has secrets.
type git struct {
	find    func() (path string, err error)
	environ func() []string
}

func newGit(surroundings providers.Surroundings) git {
	search := program.SearchOf(surroundings.Environ, surroundings.ProjectDir)
	return git{
		find:    sync.OnceValues(func() (string, error) { return search.Find("git") }),
		environ: sync.OnceValue(func() []string { return search.Environment(surroundings.Environ, nil) }),
	}
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
	path, err := g.find()
	if err != nil || ctx.Err() != nil {
		return -1
	}
	ctx, cancel := context.WithTimeout(ctx, gitTimeout)
	defer cancel()
	// Settings of a repository can name programs: fsmonitor, and every setting of a bare repository that lies hidden in
	// the files of another one.
	arguments = append([]string{"--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit"},
		arguments...)
	result, err := program.Run{MaxOutput: gitOutput, Command: program.Command{Path: path, Args: arguments, Environ: g.environ(),
		Dir: directory}}.Do(ctx)
	if err != nil {
		return -1
	}
	return result.Code
}

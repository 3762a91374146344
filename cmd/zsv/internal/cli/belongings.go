package cli

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

// belongings are what a run knows of the files that nothing it writes may replace.
type belongings struct {
	met     bool     // the configurations that the run is about
	dirs    []string // of these, absolute
	keepers []resolve.Keeper
	inputs  []string // other files that are read, absolute
}

// add notes what belongs to the configuration in dir.
func (b *belongings) add(dir string, plan *resolve.Plan) {
	b.met = true
	b.dirs = append(b.dirs, dir)
	b.keepers = append(b.keepers, plan.Keepers()...)
}

// spare refuses to write a file that is a store of secrets, lies in one, or is read by zsv, whatever name it has here. given
// is how the user wrote it, --format json=FILE; other is a name to take instead.
func (r *invocation) spare(path, given, other string) error {
	r.meetConfigurations()
	for _, keeper := range r.belongings.keepers {
		if keeper.Keeps(path) {
			return usageError("%s would write into the secret store of %s, so nothing was done: choose another name, such as %s",
				given, keeper.Block, other)
		}
	}
	if file := r.belongings.sameAs(path); file != "" {
		return usageError("%s would overwrite %q, which zsv reads, so nothing was done: choose another name, such as %s", given,
			file, other)
	}
	return nil
}

// sameAs returns the name of the file that a path leads to, where that is one of those that are read.
func (b *belongings) sameAs(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	for _, file := range b.read() {
		if other, err := os.Stat(file); err == nil && os.SameFile(other, info) {
			return filepath.Base(file)
		}
	}
	return ""
}

// read returns the files that are read, as far as they are there.
func (b *belongings) read() []string {
	files := slices.Clone(b.inputs)
	for _, dir := range b.dirs {
		entries, _ := os.ReadDir(dir) // what cannot be read is reported elsewhere
		for _, entry := range entries {
			if name := entry.Name(); config.IsConfigFile(name) || config.IsVariableFile(name) {
				files = append(files, filepath.Join(dir, name))
			}
		}
	}
	return files
}

// meetConfigurations plans the configurations that the arguments may mean, in a run that has planned none: it needs none, or
// failed before. Whether their stores can be asked does not matter. Files that are arguments may be saved plans.
func (r *invocation) meetConfigurations() {
	if r.belongings.met {
		return
	}
	r.belongings.met = true
	w := world{workingDir: r.requestedDir(), log: slog.New(slog.DiscardHandler)}
	w.vars, _ = r.assignments()
	r.readUser(&w)
	arguments, files := r.pathArguments(w.workingDir)
	r.belongings.inputs = append(r.belongings.inputs, files...)
	dirs, _ := directories(w.workingDir, arguments, slices.Contains(r.Args, "--recursive"))
	for _, dir := range appendOnce(dirs, ".") {
		if hasConfiguration(project.Absolute(w.workingDir, dir)) {
			r.plan(dir, planning{world: w, static: true})
		}
	}
}

// pathArguments returns the arguments that are paths of directories, or the directories of those that are of files; and
// these files, absolute.
func (r *invocation) pathArguments(workingDir string) (dirs, files []string) {
	dirs = []string{"."}
	for _, arg := range r.Args {
		if arg == "--" {
			break
		}
		path := project.Absolute(workingDir, arg)
		info, err := os.Stat(path)
		switch {
		case err != nil || strings.HasPrefix(arg, "-"):
		case info.IsDir():
			dirs = append(dirs, arg)
		default:
			dirs, files = append(dirs, filepath.Dir(arg)), append(files, path)
		}
	}
	return dirs, files
}

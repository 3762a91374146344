package cli

import (
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// A world is what the flags and the user's configuration say, ready for loading configurations.
type world struct {
	workingDir string
	log        *slog.Logger
	vars       []config.Assignment
	user       resolve.User
	userDiags  config.Diagnostics
}

func (r *invocation) world() (world, error) {
	var w world
	err := r.recipients.check()
	if err != nil {
		return w, err
	}
	if w.workingDir, err = r.workingDir(); err != nil {
		return w, err
	}
	if w.log, err = r.log(); err != nil {
		return w, err
	}
	if w.vars, err = r.assignments(); err != nil {
		return w, err
	}
	r.readUser(&w)
	return w, nil
}

// readUser reads the user's configuration. Whatever is wrong with a file that is read, it is not overwritten.
func (r *invocation) readUser(w *world) {
	w.user, w.userDiags = resolve.ReadUser(w.workingDir, r.Environ)
	r.belongings.inputs = append(r.belongings.inputs, w.user.Files(w.workingDir)...)
	for _, file := range r.global.varFiles {
		r.belongings.inputs = append(r.belongings.inputs, project.Absolute(w.workingDir, file))
	}
}

// userProblems returns what is wrong with the user's configuration where it is used for the one in dir.
func (w world) userProblems(dir string) config.Diagnostics {
	return append(slices.Clone(w.userDiags), w.user.Refused(w.workingDir, dir)...)
}

// A planning says how each of several configurations is planned.
type planning struct {
	world
	static     bool
	level      resolve.LevelChoice
	rules      []config.RuleSetting
	stacks     []string
	readValues string
	shared     bool // variables are for several configurations
}

// planning opens the world for a command that plans with rules, by the flags that such commands have in common.
func (r *invocation) planning(rules []string, readValues string) (p planning, err error) {
	p.readValues = readValues
	if p.world, err = r.world(); err != nil {
		return p, err
	}
	p.rules, err = ruleSettings(rules)
	return p, err
}

// plan loads and plans the configuration of one directory.
func (r *invocation) plan(dir string, p planning) *resolve.Plan {
	surroundings := r.surroundings(dir, p)
	cfg, diags := r.load(dir, p, surroundings)
	plan := resolve.NewPlan(cfg, append(diags, p.userProblems(dir)...), r.planOptions(p, surroundings))
	r.belongings.add(surroundings.Dir, plan)
	r.opened.add(plan)
	return plan
}

// surroundings are what the providers of the configuration in dir may use.
func (r *invocation) surroundings(dir string, p planning) providers.Surroundings {
	surroundings := p.user.Surroundings(p.workingDir, dir, p.log)
	surroundings.ReadValues = p.readValues
	surroundings.Tell = func(text string) { r.tellLine("%s", text) }
	surroundings.AcceptedRecipients, surroundings.DroppedRecipients = r.recipients.accepted, r.recipients.dropped
	surroundings.AcceptRecipient, surroundings.DropRecipient = r.acceptsRecipient, r.dropsRecipient
	return surroundings
}

// load loads the configuration of one directory.
func (r *invocation) load(dir string, p planning, surroundings providers.Surroundings) (*config.Config, config.Diagnostics) {
	return config.Load(config.Options{
		WorkingDir: p.workingDir, Dir: dir, Environ: r.Environ,
		ProjectDir: surroundings.ProjectDir, TrustedPaths: surroundings.TrustedPaths,
		VariableFiles: r.global.varFiles, Variables: p.vars, SharedInputs: p.shared,
		Static: p.static, Version: r.Build.version(),
	})
}

// planOptions are how anything is planned.
func (r *invocation) planOptions(p planning, surroundings providers.Surroundings) resolve.Options {
	return resolve.Options{
		Level: p.level, Rules: p.rules, Stacks: p.stacks,
		Registry: builtin.Registry(), Surroundings: surroundings, Version: r.Build.version(),
		Registers:   r.registers(),
		CommandLine: resolve.CommandLine{Chdir: r.global.chdir, VariableFiles: r.global.varFiles, Variables: p.vars},
	}
}

var errNoConfiguration = usageError("there is no *.zsv.hcl or *.zsv.json file in this directory or below it")

// plans plans the configurations of several directories.
func (r *invocation) plans(dirs []string, p planning) []*resolve.Plan {
	plans := make([]*resolve.Plan, len(dirs))
	for i, dir := range dirs {
		plans[i] = r.plan(dir, p)
	}
	return plans
}

// directories returns the configurations' directories that arguments name: each once, in order. With recursive, all
// below that hold a configuration; the error says what could not be read beside them.
func directories(workingDir string, args []string, recursive bool) ([]string, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	var dirs, unreadable []string
	for _, arg := range args {
		found := []string{arg}
		if recursive {
			var err error
			if found, err = config.Directories(workingDir, arg); err != nil {
				unreadable = append(unreadable, strings.Split(err.Error(), "\n")...)
			}
		}
		for _, dir := range found {
			dirs = appendOnce(dirs, relative(workingDir, dir))
		}
	}
	if len(unreadable) > 0 {
		return dirs, ioError("Cannot read the directory", errors.New(strings.Join(unreadable, "; ")))
	}
	return dirs, nil
}

// relative names a directory as reports do: relative to where zsv was started, with slashes.
func relative(workingDir, dir string) string {
	if below, err := filepath.Rel(workingDir, project.Absolute(workingDir, dir)); err == nil {
		dir = below
	}
	return filepath.ToSlash(filepath.Clean(dir))
}

func appendOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

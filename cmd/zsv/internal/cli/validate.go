package cli

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/resolve"
)

func (r *invocation) validateCommand() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "validate [PATH…]",
		Short: "Check the configuration alone: no network, no stores",
		Long: "Validate reads the configuration in each PATH (a file stands for its directory; default \".\") and\n" +
			"reports what is wrong with it. It asks no store and needs no credentials, so it suits editors,\n" +
			"pre-commit hooks and pull requests from forks. A variable without a value is not judged.",
		Example: "  zsv validate\n  zsv validate --recursive\n  zsv validate pipelines/training main.zsv.hcl --format github",
		Args:    cobra.ArbitraryArgs,
		RunE:    func(_ *cobra.Command, args []string) error { return r.validate(flags, args) },
	}
	r.addReportFlags(cmd, &flags)
	return cmd
}

func (r *invocation) validate(flags reportFlags, args []string) error {
	p, err := r.planning(flags.rules, "")
	if err != nil {
		return err
	}
	if p.level, err = r.level(""); err != nil {
		return err
	}
	dirs, unreadable := validated(p.workingDir, args, flags.recursive)
	if unreadable != nil && len(dirs) == 0 {
		return unreadable
	}
	p.static, p.shared = true, len(dirs) > 1
	reports, leftovers := r.failed(unreadable), p.leftovers()
	for _, dir := range dirs {
		plan := r.plan(dir, p)
		leftovers.seen(plan)
		reports = append(reports, plan.Static())
	}
	reports = append(reports, leftovers.reports(r.Build.version())...)
	to, err := r.openResults(flags.formats, viewFlags{verbose: flags.verbose}, p.workingDir)
	if err != nil {
		return err
	}
	_, err = r.report(to, func() []*resolve.Report { return reports })
	return err
}

// validated returns the directories to validate. Files stand for their directories; those beside no configuration, as a
// hook may pass them, are passed over.
func validated(workingDir string, args []string, recursive bool) ([]string, error) {
	var paths []string
	files := false
	for _, arg := range args {
		info, err := os.Stat(project.Absolute(workingDir, arg))
		isFile := err == nil && !info.IsDir() || err != nil && config.IsConfigFile(arg)
		files = files || isFile
		switch {
		case !isFile:
			paths = append(paths, arg)
		case config.IsConfigFile(arg) || recursive || hasConfiguration(project.Absolute(workingDir, filepath.Dir(arg))):
			paths = append(paths, filepath.Dir(arg))
		}
	}
	if files && len(paths) == 0 {
		return nil, nil
	}
	dirs, err := directories(workingDir, paths, recursive)
	if err == nil && len(dirs) == 0 && !files {
		err = errNoConfiguration
	}
	return dirs, err
}

func hasConfiguration(dir string) bool {
	entries, _ := os.ReadDir(dir)
	return slices.ContainsFunc(entries, func(entry os.DirEntry) bool { return config.IsConfigFile(entry.Name()) })
}

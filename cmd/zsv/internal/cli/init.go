package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/rewrite"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/suggest"
)

func (r *invocation) initCommand() *cobra.Command {
	var provider string
	types := slices.Sorted(maps.Keys(starterProviders))
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a first configuration, with comments, that zsv plan takes at once",
		Long: "Init writes " + starterFile + " into DIR (default \".\"), which it makes if there is none: a stack with two\n" +
			"components, and the provider of its secrets. That is Vault where VAULT_ADDR or BAO_ADDR is set, and else\n" +
			"an encrypted file of the project, which needs no server. Where DIR has a configuration, nothing is written.",
		Example: "  zsv init && zsv plan\n  zsv init pipelines/training --provider env",
		Args:    maximumArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return r.init(provider, args) },
	}
	cmd.Flags().StringVar(&provider, "provider", "", "where the secrets are, `TYPE`: "+suggest.OneOf(types))
	r.completeFlag(cmd, "provider", types...)
	return cmd
}

func (r *invocation) init(provider string, args []string) error {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	provider, why, err := r.starterProvider(provider)
	if err != nil {
		return err
	}
	workingDir, err := r.workingDir()
	if err != nil {
		return err
	}
	if err := r.writeStarter(workingDir, dir, provider); err != nil {
		return err
	}
	if _, err := fmt.Fprint(r.Stdout, r.started(dir, provider, why)); err != nil {
		return cannotWrite(err)
	}
	return nil
}

// starterProvider returns the type of the provider to begin with: that of the flag, else the one that the environment hints
// at; and what that hint is.
func (r *invocation) starterProvider(flag string) (provider, why string, err error) {
	types := slices.Sorted(maps.Keys(starterProviders))
	if flag != "" {
		if !slices.Contains(types, flag) {
			return "", "", usageError("--provider takes %s, not %q.%s", suggest.OneOf(types), flag, suggest.DidYouMean(flag, types))
		}
		return flag, "", nil
	}
	for _, variable := range []string{"VAULT_ADDR", "BAO_ADDR"} {
		if r.getenv(variable) != "" {
			return "vault", variable, nil
		}
	}
	return "file", "", nil
}

// writeStarter writes the file where nothing of a configuration is.
func (r *invocation) writeStarter(workingDir, dir, provider string) error {
	directory := project.Absolute(workingDir, dir)
	if err := noConfigurationIn(directory, dir); err != nil {
		return err
	}
	path := filepath.Join(directory, starterFile)
	if err := staysInside(path, workingDir); err != nil {
		return ioError("Cannot write the file", fmt.Errorf("cannot write %q: %w", path, err))
	}
	if err := r.spare(path, "zsv init "+dir, "another directory"); err != nil {
		return err
	}
	r.listen()
	err := os.MkdirAll(directory, 0o755) //nolint:gosec // a directory of a project, not of secrets: the umask decides
	if err == nil {
		err = rewrite.Apply(rewrite.Change{Path: path, After: starter(provider)})
	}
	var problem *rewrite.Problem
	switch {
	case errors.As(err, &problem) && errors.Is(err, fs.ErrExist):
		return alreadyConfigured(starterFile, dir)
	case errors.As(err, &problem):
		err = problem.Err
	}
	if err != nil {
		return ioError("Cannot write the file", fmt.Errorf("cannot write %q: %w", filepath.Join(dir, starterFile),
			fileerror.Reason(err)))
	}
	return nil
}

// noConfigurationIn says that a directory has a configuration, or that it is none.
func noConfigurationIn(directory, dir string) error {
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ioError("Cannot read the directory", fmt.Errorf("cannot write into %q: %w", dir, fileerror.Reason(err)))
	}
	for _, entry := range entries {
		if config.IsConfigFile(entry.Name()) {
			return alreadyConfigured(entry.Name(), dir)
		}
	}
	return nil
}

func alreadyConfigured(name, dir string) error {
	return usageError("there is a configuration already, %q, so nothing was written. zsv validate%s says whether it is in "+
		"order, and zsv component add adds to it", filepath.ToSlash(filepath.Join(dir, name)), operand(dir))
}

// started says what was written, and what to do next.
func (r *invocation) started(dir, provider, why string) string {
	var b strings.Builder
	file := view.Plain(filepath.ToSlash(filepath.Join(dir, starterFile)))
	fmt.Fprintf(&b, "Wrote %s: the stack \"dev\", whose secrets are in %s.\n", file, starterProviders[provider])
	if why != "" {
		fmt.Fprintf(&b, "That is because %s is set; zsv init --provider file does without a server.\n", why)
	}
	to := r.chdirFlag() + operand(dir)
	fmt.Fprintf(&b, "\n    zsv plan%s     says what is missing\n", to)
	if provider != "env" { // which zsv cannot change
		fmt.Fprintf(&b, "    zsv apply%s    asks for it\n", to)
	}
	return b.String()
}

// operand returns a directory as an argument of a command to copy, behind a blank; nothing for the current one.
func operand(dir string) string {
	if filepath.Clean(dir) == "." {
		return ""
	}
	return " " + shell.Quote(view.Plain(dir))
}

// chdirFlag returns the flag --chdir of this run for a command to copy, behind a blank.
func (r *invocation) chdirFlag() string {
	if r.global.chdir == "" {
		return ""
	}
	return " --chdir " + shell.Quote(view.Plain(r.global.chdir))
}

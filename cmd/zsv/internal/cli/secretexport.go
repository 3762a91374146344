package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/internal/suggest"
)

// exportFlags say where secrets are exported to.
type exportFlags struct {
	file   string
	as     string
	reveal bool
	force  bool
}

func (r *invocation) secretExportCommand() *cobra.Command {
	var f secretFlags
	var e exportFlags
	cmd := &cobra.Command{
		Use: "export NAME…", Short: "Write secrets with their values to a file",
		Long: "Export writes the keys of a secret with their values, so that zsv secret create --values FILE takes them\n" +
			"again, byte for byte; of several secrets a map, as zsv apply --values FILE takes it. FILE can be read by\n" +
			"its owner only, and one that exists is not replaced without --force.",
		Example: "  zsv secret export mlflow -f mlflow.yaml\n" +
			"  zsv secret export mlflow s3_creds -f all.yaml --force\n" +
			"  zsv secret export mlflow --as dotenv | ssh host 'cat > .env'",
		Args:              secretArgs(1, -1),
		Annotations:       map[string]string{stdoutIsTaken: "yes"},
		ValidArgsFunction: r.completeSecrets(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := r.checkExport(&e); err != nil {
				return err
			}
			s, err := r.newSecretRun(cmd, f)
			if err != nil {
				return err
			}
			return s.export(e, args)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&e.file, "file", "f", "-", "write to `FILE`; - is standard output")
	flags.StringVar(&e.as, "as", "", "write `FORMAT`: "+suggest.OneOf(values.Formats())+" (default by FILE's name, else yaml)")
	flags.BoolVar(&e.reveal, "reveal", false, "write to standard output although it is a terminal")
	flags.BoolVar(&e.force, "force", false, "replace FILE if it exists")
	r.completeFlag(cmd, "as", values.Formats()...)
	r.addSecretFlags(cmd, &f)
	return cmd
}

// checkExport says what is wrong with the flags, and decides on the format.
func (r *invocation) checkExport(e *exportFlags) error {
	switch {
	case e.file == "":
		return usageError("-f names no file: write -f FILE, or leave it out for standard output")
	case e.as != "" && !slices.Contains(values.Formats(), e.as):
		return usageError("--as takes %s, not %q", suggest.OneOf(values.Formats()), e.as)
	case e.file == "-" && r.StdoutTerminal.Is && !e.reveal:
		return usageError("the values would be shown on the terminal: write them to a file with -f FILE, or show them with --reveal")
	case config.IsConfigFile(e.file) || config.IsVariableFile(e.file):
		return usageError("-f %s would make a configuration file of the values, or replace one: give it another name, such as "+
			"values.yaml", e.file)
	}
	e.as = cmp.Or(e.as, values.FormatOf(e.file))
	return nil
}

func (s *secretRun) export(e exportFlags, names []string) error {
	if e.file != "-" {
		if err := s.spare(project.Absolute(s.workingDir, e.file), "-f "+e.file, "values."+e.as); err != nil {
			return err
		}
	}
	secrets := values.Secrets{}
	ctx, stop := s.asking()
	defer stop()
	for _, name := range names {
		keys, err := s.fetch(ctx, name)
		if err != nil {
			return err
		}
		secrets[name] = keys
	}
	text, err := encoded(e.as, secrets)
	if err != nil {
		return usageError("nothing was exported: %w", err)
	}
	return s.writeExport(e, text)
}

func (s *secretRun) fetch(ctx context.Context, name string) (values.Keys, error) {
	stored, err := s.secret(name)
	if err != nil {
		return nil, err
	}
	keys, err := stored.Get(ctx)
	if err != nil {
		return nil, s.failure(err, stored)
	}
	return keys, nil
}

// encoded writes the keys of one secret, or several secrets.
func encoded(format string, secrets values.Secrets) (string, error) {
	if len(secrets) > 1 {
		return values.EncodeSecrets(format, secrets)
	}
	for _, keys := range secrets {
		return values.EncodeKeys(format, keys)
	}
	return "", nil
}

func (s *secretRun) writeExport(e exportFlags, text string) error {
	if e.file == "-" {
		if _, err := io.WriteString(s.Stdout, text); err != nil {
			return cannotWrite(err)
		}
		return nil
	}
	err := s.createPrivate(project.Absolute(s.workingDir, e.file), text, e.force)
	if errors.Is(err, fs.ErrExist) && !e.force {
		return ioError("Cannot write the file", fmt.Errorf("the file %q exists; nothing was written. Replace it with --force", e.file))
	}
	if err != nil {
		return ioError("Cannot write the file", fmt.Errorf("cannot write %q: %w", e.file, fileerror.Reason(err)))
	}
	return nil
}

// createPrivate writes a new file that only its owner can read, or replaces one with it.
func (s *secretRun) createPrivate(path, text string, replace bool) error {
	if err := staysInside(path, s.workingDir); err != nil {
		return err
	}
	if !replace {
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		return fill(file, path, text)
	}
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New("it is no regular file, so it is not replaced")
	}
	return replaceFile(path, text)
}

// replaceFile puts a new file in the place of another one. git may not ignore the name that it has before, so it is gone
// on every way out; who interrupts waits for that, unless they do it twice.
func replaceFile(path, text string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".zsv-export-") // can be read by its owner only
	if err != nil {
		return err
	}
	if err := fill(file, file.Name(), text); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	syncDirectory(filepath.Dir(path))
	return nil
}

// fill writes a file that was created just now, whole or not at all. It is on the disk before it gets the name of another
// one: after a failure of power either of them is there.
func fill(file *os.File, path, text string) error {
	_, err := file.WriteString(text)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// syncDirectory has a new name survive a failure of power, on systems that can do that.
func syncDirectory(path string) {
	directory, err := os.Open(path)
	if err != nil {
		return
	}
	_ = directory.Sync()
	_ = directory.Close()
}

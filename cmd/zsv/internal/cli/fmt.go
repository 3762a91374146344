package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/terminal"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/resolve"
)

// fmtFlags say what is done with files that are not in their layout.
type fmtFlags struct {
	check     bool
	diff      bool
	recursive bool
}

func (r *invocation) fmtCommand() *cobra.Command {
	var flags fmtFlags
	cmd := &cobra.Command{
		Use: "fmt [PATH…]", SuggestFor: []string{"format"},
		Short: "Write configurations in the one layout, as terraform fmt does",
		Long: "Fmt writes each file of PATH (default \".\") in the layout of terraform fmt, and prints the names of those\n" +
			"that it changed. A directory stands for its own *.zsv.hcl and *.zsvars files; - reads standard input and\n" +
			"writes standard output. What a file means does not change. One that does not parse stays as it is, is\n" +
			"reported, and makes the exit code 1.\n\n" +
			"With --check nothing is written: the names are those of the files that would be, and the exit code is 1 if\n" +
			"there are any.",
		Example:           "  zsv fmt\n  zsv fmt --recursive --check --diff\n  zsv fmt - < draft.hcl",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: r.completeFilesOf("hcl", "zsvars"),
		RunE:              func(_ *cobra.Command, args []string) error { return r.fmt(flags, args) },
	}
	cmd.Flags().BoolVar(&flags.check, "check", false, "write nothing, and exit 1 if a file is not in its layout")
	cmd.Flags().BoolVar(&flags.diff, "diff", false, "show what changes; secrets in plain text are masked")
	cmd.Flags().BoolVar(&flags.recursive, "recursive", false,
		"also the files in the directories below, but for hidden ones and node_modules")
	return cmd
}

func (r *invocation) fmt(flags fmtFlags, args []string) error {
	workingDir, err := r.workingDir()
	if err != nil {
		return err
	}
	f := &formatting{invocation: r, flags: flags, args: args, workingDir: workingDir}
	if slices.Contains(args, "-") {
		return f.standardInput(args)
	}
	sources, err := f.sources(args)
	if err != nil {
		return err
	}
	formatAll(sources)
	return f.finish(sources)
}

// A formatting is one run of fmt.
type formatting struct {
	*invocation
	flags      fmtFlags
	args       []string
	workingDir string
	problems   []resolve.Diagnostic
	waiting    int // files that are not in their layout, and stay so
}

// standardInput formats what comes from standard input, of which it is not known what it holds: all values in its messages
// are masked.
func (f *formatting) standardInput(args []string) error {
	if len(args) > 1 || f.flags.recursive {
		return usageError("- is standard input, and stands alone: zsv fmt -")
	}
	text, err := io.ReadAll(f.Stdin)
	if err != nil {
		return ioError("Cannot read standard input", fmt.Errorf("cannot read standard input: %w", fileerror.Reason(err)))
	}
	s := &source{name: "<stdin>", before: text}
	s.format()
	if len(s.problems) == 0 && !f.flags.check && !f.flags.diff {
		if _, err := f.Stdout.Write(s.after); err != nil {
			return cannotWrite(err)
		}
		return nil
	}
	s.virtual = true
	return f.finish([]*source{s})
}

// finish writes the files, and says which those are and what is wrong. Who interrupts it ends it between two files.
func (f *formatting) finish(sources []*source) error {
	interrupted := make(chan struct{})
	over := f.underWay(func() { close(interrupted) })
	defer over()
	for _, s := range sources {
		select {
		case <-interrupted:
			f.tellLine("Interrupted: files from %s on stay as they are.", s.name)
			return terminal.ErrInterrupted
		default:
		}
		if err := f.one(s); err != nil {
			return err
		}
	}
	f.conclude()
	return nil
}

// one writes a file that is not in its layout, or says that it is not.
func (f *formatting) one(s *source) error {
	f.problems = append(f.problems, s.problems...)
	if len(s.problems) > 0 || !s.changes() {
		return nil
	}
	if f.flags.check {
		f.waiting++
	} else if err := s.write(); err != nil {
		f.problems = append(f.problems, ioProblem("Cannot write the file", s.name, errors.Unwrap(err)))
		return nil
	}
	if _, err := fmt.Fprintln(f.Stdout, view.Plain(s.name)); err != nil {
		return cannotWrite(err)
	}
	if !f.flags.diff {
		return nil
	}
	color, err := f.color()
	if err == nil {
		err = view.WriteDiff(f.Stdout, s.diff(), view.Options{Color: color})
	}
	if err != nil {
		return cannotWrite(err)
	}
	return nil
}

// remedy returns the command that formats what --check found.
func (f *formatting) remedy() string {
	words := []string{"zsv", "fmt"}
	if f.flags.recursive {
		words = append(words, "--recursive")
	}
	for _, arg := range f.args {
		words = append(words, shell.Quote(arg))
	}
	return strings.Join(words, " ")
}

// conclude reports what kept files from being formatted, and decides on the exit code.
func (f *formatting) conclude() {
	if f.waiting > 0 {
		f.code = exitError
		f.tellLine("Not formatted: %s. To format: %s", view.Counted(f.waiting, "file"), f.remedy())
	}
	if len(f.problems) == 0 {
		return
	}
	f.code = exitError
	f.tellDiagnostics(f.problems)
}

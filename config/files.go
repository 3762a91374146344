package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/fileerror"
	"github.com/zsv-dev/zsv/internal/project"
)

// IsConfigFile says whether a file of this name belongs to a configuration.
func IsConfigFile(name string) bool {
	name = filepath.Base(name)
	return !strings.HasPrefix(name, ".") && (strings.HasSuffix(name, ".zsv.hcl") || isJSON(name))
}

func isJSON(name string) bool { return strings.HasSuffix(name, ".zsv.json") }

// Directories returns dir and the directories below it that hold configurations, as users would name them, sorted.
// Hidden directories and node_modules are left out, links are not followed. The error names what cannot be read; what is
// beside that is returned all the same.
func Directories(workingDir, dir string) ([]string, error) {
	var found []string
	err := walk(workingDir, dir, true, func(file, name string, _ fs.DirEntry) {
		if IsConfigFile(file) {
			found = append(found, path.Dir(name))
		}
	})
	slices.Sort(found)
	return slices.Compact(found), err
}

// walk visits the files of a directory, in order, with their paths and as users would name them; with below, those of the
// directories below it too. The error names what cannot be read; what is beside that is visited all the same.
func walk(workingDir, dir string, below bool, visit func(file, name string, entry fs.DirEntry)) error {
	root, err := filepath.EvalSymlinks(project.Absolute(workingDir, dir)) // the user may name a link
	if err != nil {
		return unreadableError(dir, err)
	}
	named := func(file string) string {
		return path.Join(displayPath(dir), filepath.ToSlash(strings.TrimPrefix(file, root)))
	}
	var unreadable []error
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			unreadable = append(unreadable, unreadableError(named(file), err))
			return nil
		case entry.IsDir() && file != root && (!below || skipped(entry.Name())):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		visit(file, named(file), entry)
		return nil
	})
	return errors.Join(append(unreadable, err)...)
}

// unreadableError names what cannot be read as users would, on one line.
func unreadableError(name string, err error) error {
	return fmt.Errorf("%q: %s", displayPath(name), ioReason(err))
}

func skipped(name string) bool { return strings.HasPrefix(name, ".") || name == "node_modules" }

// displayPath returns a path as reports show it: as the user named it, cleaned, with slashes.
func displayPath(name string) string { return path.Clean(filepath.ToSlash(name)) }

// configFiles returns the names of the configuration's files, sorted.
func configFiles(workingDir, dir string) ([]string, Diagnostics) {
	entries, err := os.ReadDir(project.Absolute(workingDir, dir))
	if err != nil {
		return nil, Diagnostics{unreadableDirectory(workingDir, dir, err)}
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && IsConfigFile(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	if len(names) == 0 {
		return nil, Diagnostics{{
			Severity: Error, Rule: RuleUsage, Summary: "No configuration",
			Detail: fmt.Sprintf("There is no *.zsv.hcl or *.zsv.json file in %q. Start zsv in the directory that holds one, "+
				"or name it with --chdir; zsv plan --recursive takes all directories below.", displayPath(dir)),
		}}
	}
	return names, nil
}

// unreadableDirectory says why there is no reading a directory. One that is a file was likely meant as it: some commands
// take files.
func unreadableDirectory(workingDir, dir string, err error) Diagnostic {
	if info, statErr := os.Stat(project.Absolute(workingDir, dir)); statErr == nil && !info.IsDir() {
		err = errors.New("it is a file; name the directory of the configuration")
	}
	return ioProblem("Cannot read the directory", dir, err)
}

func ioProblem(summary, name string, err error) Diagnostic {
	return Diagnostic{Severity: Error, Rule: RuleIO, Summary: summary,
		Detail: fmt.Sprintf("%q: %s.", displayPath(name), ioReason(err))}
}

// ioReason says why a file cannot be used, without the path that Go's error repeats.
func ioReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "it does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied; make it readable for the user that runs zsv"
	}
	return fileerror.Reason(err).Error()
}

// readFile reads a regular file of at most maxFileSize bytes and maxTokens tokens. A byte order mark is left out, so that
// all positions count from the same byte.
func readFile(workingDir, name string) ([]byte, Diagnostics) {
	src, diags := readRegular(workingDir, name)
	if diags != nil {
		return nil, diags
	}
	return admitted(src, name)
}

// readRegular reads a regular file of at most maxFileSize bytes.
func readRegular(workingDir, name string) ([]byte, Diagnostics) {
	file, err := openRegular(project.Absolute(workingDir, name))
	if err != nil {
		return nil, Diagnostics{ioProblem("Cannot read the file", name, err)}
	}
	defer file.Close() //nolint:errcheck // it was only read
	src, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	switch {
	case err != nil:
		return nil, Diagnostics{ioProblem("Cannot read the file", name, err)}
	case len(src) > maxFileSize:
		return nil, Diagnostics{tooLarge(displayPath(name))}
	}
	return src, nil
}

// admitted returns the bytes of a file without a byte order mark, unless they are too many, or too many tokens.
func admitted(src []byte, name string) ([]byte, Diagnostics) {
	if len(src) > maxFileSize {
		return nil, Diagnostics{tooLarge(displayPath(name))}
	}
	src = bytes.TrimPrefix(src, byteOrderMark)
	if hasTooManyTokens(src, name) {
		return nil, Diagnostics{tooManyTokens(displayPath(name))}
	}
	return src, nil
}

var errIrregular = errors.New("it is not a regular file")

// openRegular opens a regular file and nothing else: reading a pipe waits for its other end, and opening a device may
// do things. What was a file when it was looked at may be a pipe when it is opened, so neither opening waits.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errIrregular
	}
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(errIrregular, err, file.Close())
	}
	return file, nil
}

func startOf(filename string) *hcl.Range {
	return &hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}
}

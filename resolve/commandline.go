package resolve

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/shell"
)

// A CommandLine is what the user's command line says about which configuration is meant, and with which values. The
// commands that zsv tells people to run repeat it: without it they would be about another place.
type CommandLine struct {
	// Chdir and VariableFiles are --chdir and --var-file as they were written, Variables is --var; all in order.
	Chdir         string
	VariableFiles []string
	Variables     []config.Assignment
}

// ConfigurationFlags returns the flags, quoted for a shell, by which a command that works on the directory it is started in
// is about this configuration with these values.
func (p *Plan) ConfigurationFlags() []string {
	given := p.options.CommandLine
	dir := p.cfg.Dir
	if dir == "." {
		return flagsOf(given.Chdir, append(fileFlags(given.VariableFiles), p.variableFlags()...))
	}
	chdir, files := dir, make([]string, len(given.VariableFiles))
	if !path.IsAbs(dir) {
		chdir = path.Join(filepath.ToSlash(given.Chdir), dir)
	}
	for i, file := range given.VariableFiles {
		files[i] = seenFrom(dir, file)
	}
	return flagsOf(chdir, append(fileFlags(files), p.variableFlags()...))
}

// FlagsBesideDirectory returns the flags for a command that is given the configuration's directory as its argument.
func (p *Plan) FlagsBesideDirectory() []string {
	given := p.options.CommandLine
	return flagsOf(given.Chdir, append(fileFlags(given.VariableFiles), p.variableFlags()...))
}

func flagsOf(chdir string, others []string) []string {
	if chdir == "" {
		return others
	}
	return append([]string{"--chdir " + shell.Quote(chdir)}, others...)
}

func fileFlags(files []string) []string {
	var flags []string
	for _, file := range files {
		flags = append(flags, "--var-file "+shell.Quote(file))
	}
	return flags
}

// seenFrom returns a path as it is named by who is in a directory; both are relative to the same place.
func seenFrom(dir, file string) string {
	relative, err := filepath.Rel(filepath.FromSlash(dir), file)
	if err != nil || filepath.IsAbs(file) {
		return file
	}
	return filepath.ToSlash(relative)
}

// variableFlags returns --var for the variables that the configuration declares; others are for its neighbours. What must
// not be shown, or cannot be on one line, is left for people to fill in.
func (p *Plan) variableFlags() []string {
	var flags []string
	for _, variable := range p.options.CommandLine.Variables {
		value := "VALUE"
		switch {
		case !p.DeclaresVariable(variable.Name):
			continue
		case p.mayShow(variable):
			value = variable.Value
		}
		flags = append(flags, "--var "+shell.Quote(variable.Name+"="+value))
	}
	return flags
}

// mayShow says whether a value may stand in a command: its variable is known, not sensitive, and it has no line breaks or
// other characters that no output shows as they are.
func (p *Plan) mayShow(variable config.Assignment) bool {
	isOdd := func(r rune) bool { return !unicode.IsPrint(r) }
	return slices.Contains(p.cfg.Variables, variable.Name) && !slices.Contains(p.cfg.Sensitive, variable.Name) &&
		!strings.ContainsFunc(variable.Value, isOdd)
}

// Package gitignore tells what git ignores, by the patterns of gitignore(5). git itself is not asked: who scans files runs no
// program. What the user's own git settings ignore is not known.
package gitignore

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/project"
)

// Patterns are the patterns of .gitignore files, in order: the last that matches decides. The zero value has none. Who walks
// a directory reads those of each directory on entering it; those of directories that were left are forgotten on the way, so
// that a walk costs no more the more directories there are.
type Patterns struct{ levels []level }

// A level is the patterns of one file.
type level struct {
	base     string // the directory that they are relative to, with slashes
	patterns []pattern
}

// A pattern is one line of a .gitignore.
type pattern struct {
	literal string // what it matches, where it is written without signs
	name    bool   // literal is the last step of a path
	match   *regexp.Regexp
	dirOnly bool
	negated bool
}

// mostText bounds a .gitignore that is read.
const mostText = 1 << 20

// Above returns the patterns that count in a directory because those above it have them, up to the top of the git work tree.
func Above(dir string) Patterns {
	var p Patterns
	top, ok := project.GitTop(dir)
	if !ok {
		return p
	}
	p.readFile(filepath.Join(top, ".git", "info", "exclude"), top)
	below, err := filepath.Rel(top, dir)
	if err != nil || below == "." {
		return p
	}
	at := top
	for _, step := range strings.Split(filepath.ToSlash(below), "/") {
		p.Read(at)
		at = filepath.Join(at, step)
	}
	return p
}

// Read adds the .gitignore of a directory, if there is one.
func (p *Patterns) Read(dir string) {
	p.leave(filepath.ToSlash(dir))
	p.readFile(filepath.Join(dir, ".gitignore"), dir)
}

func (p *Patterns) readFile(file, dir string) {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostText {
		return
	}
	if text, err := os.ReadFile(file); err == nil {
		p.add(filepath.ToSlash(dir), strings.Split(string(text), "\n"))
	}
}

// Of returns patterns of which each stands for itself, whose paths are relative to where the files that are asked for are. The
// error names the first that cannot match anything.
func Of(lines []string) (Patterns, error) {
	l := level{base: "."}
	for _, line := range lines {
		parsed, ok := parse(strings.TrimPrefix(line, "./"))
		if !ok {
			return Patterns{}, fmt.Errorf("%q is no pattern", line)
		}
		l.patterns = append(l.patterns, parsed)
	}
	return Patterns{levels: []level{l}}, nil
}

func (p *Patterns) add(base string, lines []string) {
	l := level{base: base}
	for _, line := range lines {
		if parsed, ok := parse(strings.TrimSuffix(line, "\r")); ok {
			l.patterns = append(l.patterns, parsed)
		}
	}
	if len(l.patterns) > 0 {
		p.levels = append(p.levels, l)
	}
}

func parse(line string) (p pattern, ok bool) {
	line = trimBlanks(line)
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirOnly = strings.CutSuffix(line, "/")
	anchored := strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	if !strings.ContainsAny(line, `*?[\`) {
		p.literal, p.name = line, !anchored
		return p, utf8.ValidString(line)
	}
	expression := globExpression(line)
	if !anchored {
		expression = "(?:.*/)?" + expression
	}
	compiled, err := regexp.Compile("(?s)^" + expression + "$")
	p.match = compiled
	return p, err == nil
}

// trimBlanks takes off the blanks at the end of a line, but for one that a backslash quotes.
func trimBlanks(line string) string {
	trimmed := strings.TrimRight(line, " ")
	if len(trimmed) < len(line) && strings.HasSuffix(trimmed, `\`) {
		return trimmed + " "
	}
	return trimmed
}

// globExpression writes a pattern as a regular expression.
func globExpression(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		switch rest := glob[i:]; {
		case strings.HasPrefix(rest, "**/") && startsStep(glob, i):
			b.WriteString("(?:.*/)?")
			i += len("**/") - 1
		case rest == "**" && startsStep(glob, i):
			b.WriteString(".*")
			i++
		case rest[0] == '*':
			b.WriteString("[^/]*")
		case rest[0] == '?':
			b.WriteString("[^/]")
		case rest[0] == '[' && strings.Contains(rest[1:], "]"):
			end := strings.IndexByte(rest[2:], ']') + 2
			class := strings.ReplaceAll(rest[1:end], `\`, `\\`)
			b.WriteString("[" + strings.Replace(class, "!", "^", 1) + "]")
			i += end
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(regexp.QuoteMeta(rest[1:2]))
			i++
		default:
			b.WriteString(regexp.QuoteMeta(rest[:1]))
		}
	}
	return b.String()
}

// startsStep says whether a step of a path begins at an offset of a pattern: only there two stars are more than one.
func startsStep(glob string, at int) bool { return at == 0 || glob[at-1] == '/' }

// Match says whether a path is ignored. Those below an ignored directory are not asked for: nobody goes there.
func (p *Patterns) Match(file string, isDir bool) bool {
	p.leave(file)
	for i := len(p.levels) - 1; i >= 0; i-- {
		below, _ := underBase(p.levels[i].base, file)
		for j := len(p.levels[i].patterns) - 1; j >= 0; j-- {
			if last := &p.levels[i].patterns[j]; last.matches(below, isDir) {
				return !last.negated
			}
		}
	}
	return false
}

// leave forgets the patterns of directories that a path does not lie in.
func (p *Patterns) leave(file string) {
	for last := len(p.levels) - 1; last >= 0; last-- {
		if _, in := underBase(p.levels[last].base, file+"/"); in {
			return
		}
		p.levels = p.levels[:last]
	}
}

func (p *pattern) matches(file string, isDir bool) bool {
	switch {
	case p.dirOnly && !isDir:
		return false
	case p.match != nil:
		return p.match.MatchString(file)
	case p.name:
		return path.Base(file) == p.literal
	}
	return file == p.literal
}

// underBase returns a path as it is seen from a directory that it is below.
func underBase(base, file string) (below string, ok bool) {
	if base == "." {
		return path.Clean(file), true
	}
	return strings.CutPrefix(file, strings.TrimSuffix(base, "/")+"/")
}

// Package gitignore tells what git ignores, by the patterns of gitignore(5). git itself is not asked: who scans files runs no
// program. What the user's own git settings ignore is not known.
package gitignore

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
)

// Patterns are the patterns of .gitignore files, in order: the last that matches decides. The zero value has none.
type Patterns struct{ patterns []pattern }

// A pattern is one line of a .gitignore.
type pattern struct {
	base    string // the directory that it is relative to, with slashes
	match   *regexp.Regexp
	dirOnly bool
	negated bool
}

// mostText bounds a .gitignore that is read.
const mostText = 1 << 20

// Above returns the patterns that count in a directory because those above it have them, up to the top of the git
// work tree.
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
func (p *Patterns) Read(dir string) { p.readFile(filepath.Join(dir, ".gitignore"), dir) }

func (p *Patterns) readFile(file, dir string) {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostText {
		return
	}
	if text, err := os.ReadFile(file); err == nil {
		p.Add(filepath.ToSlash(dir), string(text))
	}
}

// Add adds the lines of a text, whose paths are relative to base.
func (p *Patterns) Add(base, text string) {
	for line := range strings.Lines(text) {
		if parsed, ok := parse(base, strings.TrimRight(line, "\r\n")); ok {
			p.patterns = append(p.patterns, parsed)
		}
	}
}

func parse(base, line string) (p pattern, ok bool) {
	if !strings.HasSuffix(line, `\ `) {
		line = strings.TrimRight(line, " \t")
	}
	if line == "" || strings.HasPrefix(line, "#") {
		return p, false
	}
	p.base = base
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirOnly = strings.CutSuffix(line, "/")
	anchored := strings.Contains(line, "/")
	expression := globExpression(strings.TrimPrefix(strings.TrimPrefix(line, "/"), "./"))
	if !anchored {
		expression = "(?:.*/)?" + expression
	}
	compiled, err := regexp.Compile("^" + expression + "$")
	p.match = compiled
	return p, err == nil && line != ""
}

// globExpression writes a pattern as a regular expression.
func globExpression(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		switch rest := glob[i:]; {
		case strings.HasPrefix(rest, "**/"):
			b.WriteString("(?:.*/)?")
			i += len("**/") - 1
		case strings.HasPrefix(rest, "**"):
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

// Match says whether a path is ignored. Those below an ignored directory are not asked for: nobody goes there.
func (p *Patterns) Match(file string, isDir bool) bool {
	for i := len(p.patterns) - 1; i >= 0; i-- {
		last := &p.patterns[i]
		below, ok := underBase(last.base, file)
		if ok && (isDir || !last.dirOnly) && last.match.MatchString(below) {
			return !last.negated
		}
	}
	return false
}

// underBase returns a path as it is seen from a directory that it is below.
func underBase(base, file string) (below string, ok bool) {
	if base == "." {
		return path.Clean(file), true
	}
	below, ok = strings.CutPrefix(file, base+"/")
	return below, ok
}

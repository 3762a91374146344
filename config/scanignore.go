package config

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
)

// What git ignores is not scanned: what tools wrote there is nobody's configuration. git itself is not asked, for a scan
// runs no program; the patterns are those of gitignore(5). What the user's own git settings ignore is not known.

// ignorePatterns are the patterns of .gitignore files, in order: the last that matches decides.
type ignorePatterns struct{ patterns []ignorePattern }

// An ignorePattern is one line of a .gitignore.
type ignorePattern struct {
	base    string // the directory that it is relative to, with slashes
	match   *regexp.Regexp
	dirOnly bool
	negated bool
}

// mostIgnoreText bounds a .gitignore that is read.
const mostIgnoreText = 1 << 20

// ignoredAbove returns the patterns that count in a directory because those above it have them, up to the top of the git
// work tree.
func ignoredAbove(dir string) ignorePatterns {
	var p ignorePatterns
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
		p.read(at)
		at = filepath.Join(at, step)
	}
	return p
}

// read adds the .gitignore of a directory, if there is one.
func (p *ignorePatterns) read(dir string) { p.readFile(filepath.Join(dir, ".gitignore"), dir) }

func (p *ignorePatterns) readFile(file, dir string) {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostIgnoreText {
		return
	}
	if text, err := os.ReadFile(file); err == nil {
		p.add(filepath.ToSlash(dir), string(text))
	}
}

// add adds the lines of a text.
func (p *ignorePatterns) add(base, text string) {
	for line := range strings.Lines(text) {
		if pattern, ok := parseIgnorePattern(base, strings.TrimRight(line, "\r\n")); ok {
			p.patterns = append(p.patterns, pattern)
		}
	}
}

func parseIgnorePattern(base, line string) (pattern ignorePattern, ok bool) {
	if !strings.HasSuffix(line, `\ `) {
		line = strings.TrimRight(line, " \t")
	}
	if line == "" || strings.HasPrefix(line, "#") {
		return pattern, false
	}
	pattern.base = base
	line, pattern.negated = strings.CutPrefix(line, "!")
	line, pattern.dirOnly = strings.CutSuffix(line, "/")
	anchored := strings.Contains(line, "/")
	expression := globExpression(strings.TrimPrefix(strings.TrimPrefix(line, "/"), "./"))
	if !anchored {
		expression = "(?:.*/)?" + expression
	}
	compiled, err := regexp.Compile("^" + expression + "$")
	pattern.match = compiled
	return pattern, err == nil && line != ""
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

// match says whether a path is ignored. Those below an ignored directory are not asked for: nobody goes there.
func (p *ignorePatterns) match(file string, isDir bool) bool {
	for i := len(p.patterns) - 1; i >= 0; i-- {
		pattern := &p.patterns[i]
		below, ok := underBase(pattern.base, file)
		if ok && (isDir || !pattern.dirOnly) && pattern.match.MatchString(below) {
			return !pattern.negated
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

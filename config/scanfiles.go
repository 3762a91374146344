package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/gitignore"
	"github.com/zsv-dev/zsv/internal/project"
)

// maxScanned is how many files one scan looks at. It bounds time and memory; nothing that people write has so many.
const maxScanned = 100_000

// kindOf tells how a file is read by its name; strangeFile where the name does not tell.
func kindOf(name string) fileKind {
	name = strings.ToLower(name)
	switch {
	case strings.HasSuffix(name, ".tf.json"), strings.HasSuffix(name, ".tofu.json"):
		return terraformJSON
	case strings.HasSuffix(name, ".tf"), strings.HasSuffix(name, ".tofu"), strings.HasSuffix(name, ".hcl"),
		strings.HasSuffix(name, ".tfvars"):
		return hclFile
	case strings.HasSuffix(name, ".json"):
		return jsonFileKind
	case strings.HasSuffix(name, ".yaml"), strings.HasSuffix(name, ".yml"):
		return yamlFile
	case strings.HasSuffix(name, ".tftpl"):
		return templateFile
	}
	return strangeFile
}

// beginsJSON says whether a file of a strange name, which the user named, is JSON.
func beginsJSON(src []byte) bool {
	trimmed := bytes.TrimSpace(src)
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') && isJSONText(trimmed)
}

// passedOver are directories that hold no files of the user's: those of tools, with what they downloaded. Hidden ones,
// such as .terraform and .git, are passed over as well.
var passedOver = []string{"node_modules", "__pycache__", "vendor"}

// findFiles finds the files that the paths name, each once, in order. The user's own configuration language is not among
// them: zsv plan is for that.
func (s *scanner) findFiles() {
	excluded, err := gitignore.Of(s.options.Exclude)
	if err != nil {
		s.report(Diagnostic{Severity: Error, Rule: RuleUsage, Summary: "Not a pattern", Detail: fmt.Sprintf(
			"%s for --exclude: write a name, or a path, as in .gitignore.", displayPath(err.Error()))})
	}
	seen := map[string]*scannedFile{}
	for _, name := range s.options.Paths {
		info, err := os.Stat(project.Absolute(s.options.WorkingDir, name))
		switch {
		case err != nil:
			s.report(ioProblem("Cannot read the path", name, err))
		case info.IsDir():
			s.findBelow(name, excluded, seen)
		case IsConfigFile(name):
			s.report(Diagnostic{Severity: Error, Rule: RuleUsage, Summary: "A file of zsv's own", Detail: fmt.Sprintf(
				"%q is a configuration of zsv, which zsv scan does not read: zsv plan %s checks it.", displayPath(name),
				displayPath(filepath.Dir(name)))})
		default:
			file := scannedName(s.options.WorkingDir, name)
			s.roots[path.Dir(file)] = true
			s.addFile(file, true, seen)
		}
	}
	slices.SortFunc(s.files, func(a, b *scannedFile) int { return strings.Compare(a.name, b.name) })
}

// scannedName names a file as reports do: relative to where zsv was started, if it is below.
func scannedName(workingDir, name string) string {
	below, err := filepath.Rel(workingDir, project.Absolute(workingDir, name))
	if err != nil {
		below = name
	}
	return displayPath(below)
}

func (s *scanner) addFile(name string, named bool, seen map[string]*scannedFile) {
	if seen[name] == nil {
		seen[name] = &scannedFile{name: name, kind: kindOf(name)}
		s.files = append(s.files, seen[name])
	}
	seen[name].named = seen[name].named || named
}

var errTooMany = errors.New("too many files")

// findBelow finds the files below a directory. Links are not followed: they may lead out of it.
func (s *scanner) findBelow(dir string, excluded gitignore.Patterns, seen map[string]*scannedFile) {
	w := &scanWalk{scanner: s, excluded: excluded, seen: seen}
	root, err := filepath.EvalSymlinks(project.Absolute(s.options.WorkingDir, dir)) // the user may name a link
	if err != nil {
		s.report(ioProblem("Cannot read the directory", dir, err))
		return
	}
	w.root, w.shown = root, scannedName(s.options.WorkingDir, dir)
	s.roots[w.shown] = true
	w.ignored = gitignore.Above(root)
	err = filepath.WalkDir(root, w.visit)
	if !w.found {
		s.empty = append(s.empty, dir)
	}
	if errors.Is(err, errTooMany) {
		s.report(Diagnostic{Severity: Error, Rule: RuleUsage, Summary: "Too many files", Detail: fmt.Sprintf(
			"There are more than %d files to scan below %q, so the rest was not looked at. Scan fewer directories, or leave "+
				"some out with --exclude.", maxScanned, displayPath(dir))})
	}
}

// A scanWalk walks one directory.
type scanWalk struct {
	*scanner
	root, shown string
	excluded    gitignore.Patterns
	ignored     gitignore.Patterns // what git ignores, by absolute paths
	found       bool               // a file
	helm        []string           // directories of Helm's templates, with a slash behind
	seen        map[string]*scannedFile
}

func (w *scanWalk) visit(file string, entry fs.DirEntry, err error) error {
	shown := path.Join(w.shown, filepath.ToSlash(strings.TrimPrefix(file, w.root)))
	switch {
	case err != nil:
		w.report(ioProblem("Cannot read the directory", shown, err))
		return nil
	case file != w.root && w.leavesOut(file, shown, entry):
		return skipIf(entry.IsDir())
	case entry.IsDir():
		w.ignored.Read(file)
		if file != w.root && isHelmTemplates(file) {
			w.helm = append(w.helm, shown+"/")
		}
		return nil
	case !entry.Type().IsRegular() || kindOf(entry.Name()) == strangeFile || IsConfigFile(entry.Name()):
		return nil
	case len(w.files) >= maxScanned:
		return errTooMany
	case w.passHelm(shown):
		w.found = true
		return nil
	}
	w.found = true
	w.addFile(shown, false, w.seen)
	return nil
}

// passHelm passes over a template of Helm, which is no YAML. What else stands in its directory is scanned.
func (w *scanWalk) passHelm(shown string) bool {
	in := slices.IndexFunc(w.helm, func(dir string) bool { return strings.HasPrefix(shown, dir) })
	if in < 0 || kindOf(shown) == hclFile || kindOf(shown) == terraformJSON {
		return false
	}
	if dir := strings.TrimSuffix(w.helm[in], "/"); !slices.Contains(w.passed["Helm"], dir) {
		w.passed["Helm"] = append(w.passed["Helm"], dir)
	}
	return true
}

func skipIf(dir bool) error {
	if dir {
		return fs.SkipDir
	}
	return nil
}

func (w *scanWalk) leavesOut(file, shown string, entry fs.DirEntry) bool {
	name := entry.Name()
	return strings.HasPrefix(name, ".") || entry.IsDir() && slices.Contains(passedOver, name) ||
		isLockFile(name) || w.excluded.Match(shown, entry.IsDir()) || w.ignored.Match(filepath.ToSlash(file), entry.IsDir())
}

// isLockFile says whether a file is one that package managers write, which can be large and holds no configuration.
func isLockFile(name string) bool {
	return slices.Contains([]string{"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "composer.lock"}, name)
}

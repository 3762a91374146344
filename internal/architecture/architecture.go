// Package architecture holds what the design says about this module's packages: who imports whom, who may touch the
// process it runs in or start goroutines, and what no file may hold. It reads the sources as text, so that files for other
// operating systems are held to the same.
package architecture

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A violation is one place that the design does not allow.
type violation struct {
	file    string
	line    int
	message string
}

// String returns the violation as compilers write theirs.
func (v violation) String() string { return fmt.Sprintf("%s:%d: %s", v.file, v.line, v.message) }

// A file is one Go source file, with the directory of its package; both paths are relative to the module's root.
type file struct {
	path, directory string
	tree            *ast.File
	positions       *token.FileSet
}

func (f *file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f *file) violation(at token.Pos, format string, arguments ...any) violation {
	return violation{f.path, f.positions.Position(at).Line, fmt.Sprintf(format, arguments...)}
}

// violations returns all violations in the module whose sources are root and whose path is module, sorted by place.
func violations(root fs.FS, module string) ([]violation, error) {
	files, err := load(root)
	var found []violation
	for _, file := range files {
		found = append(found, arrowViolations(file, module)...)
		found = append(found, processViolations(file)...)
		found = append(found, goroutineViolations(file)...)
		found = append(found, leftovers(file)...)
	}
	slices.SortFunc(found, func(a, b violation) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.message, b.message))
	})
	return found, err
}

// load parses every Go file of the module, for whatever system it is, and no file of modules within it.
func load(root fs.FS) ([]*file, error) {
	var files []*file
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && foreign(root, name):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		file, err := parse(root, name)
		files = append(files, file)
		return err
	})
	return files, err
}

// foreign says whether a directory holds no packages of the module.
func foreign(root fs.FS, directory string) bool {
	if directory == "." {
		return false
	}
	base := path.Base(directory)
	_, err := fs.Stat(root, path.Join(directory, "go.mod"))
	return base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || err == nil
}

func parse(root fs.FS, name string) (*file, error) {
	source, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	positions := token.NewFileSet()
	tree, err := parser.ParseFile(positions, name, source, parser.ParseComments)
	return &file{path: name, directory: path.Dir(name), tree: tree, positions: positions}, err
}

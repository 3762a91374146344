package architecture

import (
	"go/ast"
	"path"
	"strconv"
	"strings"
)

// arrows maps each area of the module to the areas that its packages may import, beside itself and the leaves. An area
// is a directory with all below it; the innermost counts. A name that ends in "/*" stands for each directory below.
var arrows = map[string][]string{
	"cmd/zsv": {"cmd/zsv/internal/cli", "cmd/zsv/internal/terminal"},
	"cmd/zsv/internal/cli": {"cmd/zsv/internal/view", "cmd/zsv/internal/terminal", "cmd/zsv/internal/values",
		"cmd/zsv/internal/child", "cmd/zsv/internal/envfile", "cmd/zsv/internal/planfile",
		"cmd/zsv/internal/rewrite", "cmd/zsv/internal/stackfile", "cmd/zsv/internal/conformance", "config", "resolve", "providers",
		"providers/builtin"},
	"cmd/zsv/internal/conformance": {"providers", "providers/providertest"},
	"cmd/zsv/internal/view":        {"config", "resolve", "providers", "docs"},
	"cmd/zsv/internal/terminal":    {},
	"cmd/zsv/internal/values":      {"providers"},
	"cmd/zsv/internal/child":       {},
	"cmd/zsv/internal/envfile":     {},
	"cmd/zsv/internal/manual":      {"cmd/zsv/internal/cli"},
	"cmd/zsv/internal/rewrite":     {},
	"cmd/zsv/internal/stackfile":   {"config"},
	"cmd/zsv/internal/planfile":    {"cmd/zsv/internal/view", "resolve", "providers"},
	"config":                       {},
	"resolve":                      {"config", "providers"},
	"providers":                    {},
	"providers/builtin":            {"providers", "providers/*"},
	"providers/*":                  {"providers"},
	"docs":                         {},
	"examples/providers/*":         {},
	"internal/*":                   {},
	"internal/checkertest":         {"tools/checkers"},
	"internal/connection":          {"providers"},
	"internal/storetest":           {"providers", "providers/providertest"},
	"internal/mask":                {"providers"},
	"internal/pluginwire":          {"providers"},
	"internal/sops":                {"providers"},
	"internal/zenmlapi":            {"providers"},
	"internal/zenmltest":           {"tools/zenml"},
	"tools/checkers":               {},
	"tools/zenml":                  {},
}

// leaves may be imported by all: they know nothing of secrets.
const leaves = "internal/*"

// judges maps each area of the program that judges as tests do to the support of tests that it may import for that.
var judges = map[string]string{"cmd/zsv/internal/conformance": "providers/providertest"}

// owners maps each library that only one area may import to that area.
var owners = map[string]string{"github.com/hashicorp/vault": "providers/vault"}

// arrowViolations returns the imports of a file that the design does not allow. Tests may import what they like: they
// use the parts together, as a user would.
func arrowViolations(f *file, module string) []violation {
	if f.isTest() {
		return nil
	}
	from, known := areaOf(f.directory)
	if !known {
		return []violation{f.violation(f.tree.Name.Pos(),
			"package %s has no place in the design: give it one in arrows", f.directory)}
	}
	var found []violation
	for _, spec := range f.tree.Imports {
		if message := forbidden(from, f.directory, importPath(spec), module); message != "" {
			found = append(found, f.violation(spec.Pos(), "%s", message))
		}
	}
	return found
}

// forbidden says why a package in the area from must not import target; "" if it may.
func forbidden(from, directory, target, module string) string {
	within, ours := strings.CutPrefix(target, module+"/")
	switch {
	case !ours:
		return foreignArea(from, target)
	case isTestSupport(within) && !isTestSupport(directory) && judges[from] != within:
		return within + " is for tests only"
	}
	to, known := areaOf(within)
	if !known || !mayImport(from, to) {
		return from + " must not import " + within
	}
	return ""
}

func foreignArea(from, target string) string {
	for library, owner := range owners {
		if isBelow(target, library) && from != owner {
			return "only " + owner + " imports " + library
		}
	}
	return ""
}

// isTestSupport says whether a package serves tests: its name ends in "test", as those of the standard library do.
func isTestSupport(directory string) bool { return strings.HasSuffix(path.Base(directory), "test") }

func mayImport(from, to string) bool {
	if from == to || matches(leaves, to) {
		return true
	}
	for _, allowed := range arrows[pattern(from)] {
		if matches(allowed, to) {
			return true
		}
	}
	return false
}

// areaOf returns the area that a directory is in: the innermost one that arrows names.
func areaOf(directory string) (string, bool) {
	for ; directory != "."; directory = path.Dir(directory) {
		if pattern(directory) != "" {
			return directory, true
		}
	}
	return "", false
}

// pattern returns the key of arrows that names an area, by itself or as one below a "/*"; "" if none does.
func pattern(area string) string {
	for _, name := range []string{area, path.Dir(area) + "/*"} {
		if _, ok := arrows[name]; ok {
			return name
		}
	}
	return ""
}

func matches(name, area string) bool {
	return name == area || strings.HasSuffix(name, "/*") && path.Dir(area) == strings.TrimSuffix(name, "/*")
}

func isBelow(target, parent string) bool {
	return target == parent || strings.HasPrefix(target, parent+"/")
}

func importPath(spec *ast.ImportSpec) string {
	// The parser has checked that it is a string.
	target, _ := strconv.Unquote(spec.Path.Value)
	return target
}

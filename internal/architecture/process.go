package architecture

import (
	"go/ast"
	"path"
	"slices"
)

// process maps each package of the standard library to its names that reach into the process: its streams, arguments,
// environment and directory, and its end. Below main all of these are fields of a struct, so that tests can give their
// own and no two of them meet.
var process = map[string][]string{
	"fmt": {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"os": {"Stdin", "Stdout", "Stderr", "Args", "Exit", "Chdir", "Getwd", "Environ", "Getenv", "LookupEnv", "Setenv",
		"Unsetenv", "Clearenv", "ExpandEnv", "UserHomeDir", "UserConfigDir", "UserCacheDir"},
	"log/slog": {"Default", "SetDefault", "Debug", "Info", "Warn", "Error", "Log", "DebugContext", "InfoContext",
		"WarnContext", "ErrorContext"},
}

// processViolations returns where a file below main reaches into the process. Tests and what serves only them may.
func processViolations(f *file) []violation {
	if f.isTest() || isTestSupport(f.directory) || f.tree.Name.Name == "main" {
		return nil
	}
	found := processImports(f)
	locals := localNames(f)
	ast.Inspect(f.tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			found = append(found, processSelector(f, node, locals)...)
		case *ast.CallExpr:
			found = append(found, processBuiltin(f, node)...)
		}
		return true
	})
	return found
}

// processImports refuses package log, which writes to the standard error stream, and imports that hide where a name
// comes from.
func processImports(f *file) []violation {
	var found []violation
	for _, spec := range f.tree.Imports {
		switch {
		case importPath(spec) == "log":
			found = append(found, f.violation(spec.Pos(), "log writes to a stream of the process: log to a *slog.Logger"))
		case spec.Name != nil && spec.Name.Name == "." && process[importPath(spec)] != nil:
			found = append(found, f.violation(spec.Pos(),
				"the names of %s must show where they come from", importPath(spec)))
		}
	}
	return found
}

// localNames maps the names under which a file imports the packages of process to their paths.
func localNames(f *file) map[string]string {
	names := map[string]string{}
	for _, spec := range f.tree.Imports {
		target := importPath(spec)
		name := path.Base(target)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if process[target] != nil {
			names[name] = target
		}
	}
	return names
}

func processSelector(f *file, selector *ast.SelectorExpr, locals map[string]string) []violation {
	name, ok := selector.X.(*ast.Ident)
	if !ok || name.Obj != nil { // A name that the file declares is no package.
		return nil
	}
	if !slices.Contains(process[locals[name.Name]], selector.Sel.Name) {
		return nil
	}
	return []violation{f.violation(selector.Pos(),
		"%s.%s belongs to main: take it as a field", name.Name, selector.Sel.Name)}
}

func processBuiltin(f *file, call *ast.CallExpr) []violation {
	name, ok := call.Fun.(*ast.Ident)
	if !ok || name.Obj != nil || name.Name != "print" && name.Name != "println" {
		return nil
	}
	return []violation{f.violation(call.Pos(), "%s writes to a stream of the process", name.Name)}
}

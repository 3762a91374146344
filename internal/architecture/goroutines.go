package architecture

import "go/ast"

// starter is the package that starts all goroutines: it sees to what becomes of a panic, which would else end zsv with exit
// code 2, as if a secret were missing.
const starter = "internal/parallel"

// goroutineViolations returns where a file starts a goroutine by itself. Tests, and servers that only they start, may.
func goroutineViolations(f *file) []violation {
	if f.isTest() || f.directory == starter || isTestSupport(f.directory) && !isPartOfProgram(f.directory) {
		return nil
	}
	var found []violation
	ast.Inspect(f.tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			found = append(found, f.violation(node.Pos(), "start goroutines by %s, which knows what becomes of a panic", starter))
		case *ast.SelectorExpr:
			if name, ok := node.X.(*ast.Ident); ok && name.Name == "sync" && node.Sel.Name == "WaitGroup" {
				found = append(found, f.violation(node.Pos(), "share out work by Each of %s, which brings a panic back", starter))
			}
		}
		return true
	})
	return found
}

// isPartOfProgram says whether a package that supports tests is linked into the program as well.
func isPartOfProgram(directory string) bool {
	for _, judged := range judges {
		if directory == judged {
			return true
		}
	}
	return false
}

package architecture

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/zsv-dev/zsv"

// The house itself: a violation names the place and what to do instead.
func TestTheDesignHolds(t *testing.T) {
	t.Parallel()
	for _, line := range found(t, os.DirFS("../.."), module) {
		t.Error(line)
	}
}

// A house that breaks every rule, each with the expected message beside the line.
func TestViolationsAreFound(t *testing.T) {
	t.Parallel()
	root := os.DirFS("testdata/violations")
	if diff := cmp.Diff(wanted(t, root), found(t, root, "example.com/house")); diff != "" {
		t.Errorf("violations (-wanted +found):\n%s", diff)
	}
}

func TestUnparsableSourceIsAnError(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	if err := os.WriteFile(directory+"/broken.go", []byte("package"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := violations(os.DirFS(directory), module); err == nil {
		t.Error("no error for a file that does not parse")
	}
}

func found(t *testing.T, root fs.FS, module string) []string {
	t.Helper()
	all, err := violations(root, module)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, violation := range all {
		lines = append(lines, violation.String())
	}
	return lines
}

// wanted collects what stands after "// want: ", in the order in which violations are reported.
func wanted(t *testing.T, root fs.FS) []string {
	t.Helper()
	var lines []string
	err := fs.WalkDir(root, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" {
			return err
		}
		source, err := fs.ReadFile(root, name)
		for i, line := range strings.Split(string(source), "\n") {
			if _, message, ok := strings.Cut(line, "// want: "); ok {
				lines = append(lines, fmt.Sprintf("%s:%d: %s", name, i+1, message))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

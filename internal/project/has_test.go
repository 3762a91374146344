package project_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/internal/project"
)

func TestHas(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	root := filepath.Join(top, "project")
	for _, dir := range []string{"project/sub", "project2", "elsewhere"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"into": "project/sub", "project/out": "../elsewhere", "alias": "project",
		"through": "project/out", "loop": "loop"} {
		if err := os.Symlink(to, filepath.Join(top, link)); err != nil {
			t.Skip("no links on this system")
		}
	}
	for path, want := range map[string]bool{
		"project": true, "project/sub/file": true, "project/nowhere": true, "into": true, "project/out": true, "alias/sub": true,
		"through": true, "through/file": true, "loop": false,
		"project2": false, "elsewhere": false, ".": false, "project/../elsewhere": false, "nowhere": false,
	} {
		if got := project.Has(root, filepath.Join(top, path)); got != want {
			t.Errorf("Has(project, %s) = %t, want %t", path, got, want)
		}
	}
	if project.Has(filepath.Join(top, "nowhere"), root) {
		t.Error("a project that does not exist has something")
	}
}

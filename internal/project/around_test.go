package project_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/project"
)

// A submodule is a part of the repository that has it, whatever is between the two; another repository that lies in one is none.
func TestAround(t *testing.T) {
	t.Parallel()
	root := project.WithoutLinks(t.TempDir())
	outer := filepath.Join(root, "outer")
	git(t, root, "init", "--quiet", outer)
	git(t, outer, "commit", "--quiet", "--allow-empty", "--message", "first")
	git(t, outer, "submodule", "--quiet", "add", outer, "parts/sub")
	sub := filepath.Join(outer, "parts/sub")
	git(t, sub, "submodule", "--quiet", "add", outer, "deep")
	git(t, outer, "init", "--quiet", "other")
	git(t, outer, "clone", "--quiet", outer, "in place")
	git(t, outer, "submodule", "--quiet", "add", outer, "in place") // which keeps its directory .git
	git(t, outer, "clone", "--quiet", outer, "forgotten")
	git(t, outer, "submodule", "--quiet", "add", outer, "forgotten")
	git(t, outer, "config", "--file", ".gitmodules", "--remove-section", "submodule.forgotten")
	for dir, want := range map[string][]string{
		"outer":                {outer},
		"outer/parts/sub":      {sub, outer},
		"outer/parts/sub/deep": {filepath.Join(sub, "deep"), sub, outer},
		"outer/in place":       {filepath.Join(outer, "in place"), outer},
		"outer/forgotten":      {filepath.Join(outer, "forgotten"), outer},
		"outer/other":          {filepath.Join(outer, "other")},
		"nothing":              {filepath.Join(root, "nothing")},
	} {
		if diff := cmp.Diff(want, project.Around(filepath.Join(root, dir))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", dir, diff)
		}
	}
}

// All would lie in the root of a file system.
func TestAroundFileSystem(t *testing.T) {
	t.Parallel()
	top := filepath.VolumeName(t.TempDir()) + string(filepath.Separator)
	if _, isTree := project.GitTop(top); isTree {
		t.Skip("the file system is a work tree")
	}
	if all := project.Around(top); len(all) != 0 {
		t.Errorf("got %q", all)
	}
}

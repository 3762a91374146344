package docs

import (
	"os"
	"testing"
)

// The copy has what git would take, at the state it is in now, in a repository of its own.
func TestCopyTree(t *testing.T) {
	t.Parallel()
	requireGit(t)
	root, target := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"a.txt": "old", "b/c.txt": "c", "gone.txt": "", ".gitignore": "*.log\n", "x.log": ""} {
		if err := os.MkdirAll(root+"/b", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(root+"/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mustGit(t, root, "init", "--quiet")
	mustGit(t, root, "add", "a.txt", "gone.txt")
	if err := os.WriteFile(root+"/a.txt", []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(root + "/gone.txt"); err != nil {
		t.Fatal(err)
	}
	if err := copyTree(t.Context(), root, target); err != nil {
		t.Fatal(err)
	}
	if got := mustGit(t, target, "ls-tree", "-r", "--name-only", "HEAD"); got != ".gitignore\na.txt\nb/c.txt\n" {
		t.Errorf("the copy has %q", got)
	}
	if got, err := os.ReadFile(target + "/a.txt"); err != nil || string(got) != "new" {
		t.Errorf("a.txt holds %q, %v", got, err)
	}
}

func mustGit(t *testing.T, directory string, arguments ...string) string {
	t.Helper()
	output, err := git(t.Context(), directory, arguments...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

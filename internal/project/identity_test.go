package project_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/internal/project"
)

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com",
		"-c", "protocol.file.allow=always", "-C", dir}, args...)...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, output)
	}
}

// All work trees of a repository are one project; a clone, a submodule, and a directory without git are others.
func TestIdentity(t *testing.T) {
	t.Parallel()
	root := project.WithoutLinks(t.TempDir())
	repository := filepath.Join(root, "repository")
	git(t, root, "init", "--quiet", repository)
	git(t, repository, "commit", "--quiet", "--allow-empty", "--message", "first")
	git(t, repository, "worktree", "add", "--quiet", filepath.Join(root, "beside"))
	git(t, repository, "worktree", "add", "--quiet", filepath.Join(repository, ".worktrees/inside"))
	git(t, root, "clone", "--quiet", repository, "clone")
	git(t, repository, "submodule", "--quiet", "add", repository, "sub")
	plain := filepath.Join(root, "plain")
	if err := os.Mkdir(plain, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(repository, filepath.Join(root, "linked")); err != nil {
		t.Fatal(err)
	}
	common := filepath.Join(repository, ".git")
	for dir, want := range map[string]string{
		"repository":                   common,
		"linked":                       common,
		"beside":                       common,
		"repository/.worktrees/inside": common,
		"repository/sub":               filepath.Join(common, "modules/sub"),
		"clone":                        filepath.Join(root, "clone/.git"),
		"plain":                        plain,
	} {
		if got := project.Identity(filepath.Join(root, dir)); got != want {
			t.Errorf("%s: got %s, want %s", dir, got, want)
		}
	}
}

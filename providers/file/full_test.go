//go:build unix

package file

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A disk without room is played by a limit on the size of files: the system refuses to write on in the middle of one.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	for path, file := range map[string]string{"s.yaml": "s.yaml", "d": "d/s/a"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			const before = "s: {a: before}\n"
			write(t, dir, file, before)
			told := writer(t, dir, path, "", 0, 1)
			command := exec.CommandContext(t.Context(), "sh", "-c", `trap '' XFSZ; ulimit -f 8; exec "$0"`, told.Path)
			command.Env = told.Env
			output, err := command.CombinedOutput()
			want := fmt.Sprintf("server_error: %q was not changed: file too large\n", path)
			if err == nil || string(output) != want {
				t.Errorf("the writer says %q, %v, want %q", output, err, want)
			}
			if got := contentOf(t, filepath.Join(dir, file)); got != before {
				t.Errorf("the file has %q", got)
			}
			if left := temporaries(t, dir); len(left) != 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// Whoever owned a file, still does.
func TestTheOwnerIsKept(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root gives files away: run the tests as root to see this one")
	}
	dir := t.TempDir()
	write(t, dir, "s.yaml", "s: {a: x}\n")
	must(t, os.Chown(filepath.Join(dir, "s.yaml"), 12345, 23456))
	_, err := writeTo(t, newChecker(t, dir, `path = "s.yaml"`, nil), settingKey("a", "y"))
	must(t, err)
	owner, err := exec.CommandContext(t.Context(), "ls", "-ln", filepath.Join(dir, "s.yaml")).Output()
	if words := strings.Fields(string(owner)); err != nil || len(words) < 4 || words[2] != "12345" || words[3] != "23456" {
		t.Errorf("the owner is %q, %v", owner, err)
	}
}

//go:build unix

package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is no file that can be read is reported, and the files beside it are read.
func TestUnreadableFiles(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{
		"good.zsv.hcl": `component "a" "b" { x = "{{a.b}}" }`, "elsewhere/linked": `component "c" "d" {}`,
		"directory.zsv.hcl/x": "",
	})
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("loop2.zsv.hcl", "loop1.zsv.hcl")
	link("loop1.zsv.hcl", "loop2.zsv.hcl")
	link("nowhere", "dangling.zsv.json")
	link("elsewhere/linked", "link.zsv.hcl")
	link("elsewhere", "linked-directory.zsv.hcl")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.zsv.hcl"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "default.zsvars"), 0o600); err != nil {
		t.Fatal(err)
	}
	link("/dev/zero", "zero.zsv.hcl")
	const outside = "it is a link that leads out of the project, or nowhere, so it is not read. A link in a pull request must " +
		"not show other files; put the file itself here, or add its path to trusted_paths in your own configuration."
	want := []string{
		`io: "dangling.zsv.json": ` + outside,
		`io: "default.zsvars": it is not a regular file.`,
		`io: "linked-directory.zsv.hcl": it is not a regular file.`,
		`io: "loop1.zsv.hcl": ` + outside,
		`io: "loop2.zsv.hcl": ` + outside,
		`io: "pipe.zsv.hcl": it is not a regular file.`,
		`io: "zero.zsv.hcl": ` + outside,
	}
	cfg, got := loadDir(t, dir, ".")
	if diff := cmp.Diff(strings.Join(want, "\n"), got); diff != "" {
		t.Error(diff)
	}
	if len(cfg.Components) != 2 {
		t.Errorf("%d components are read, not 2", len(cfg.Components))
	}
}

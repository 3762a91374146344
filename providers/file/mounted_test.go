package file

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// What an orchestrator mounts is not written, deleted or renamed, by whatever way it is reached.
func TestMountsAreNotChanged(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"a directory":               "mount",
		"by a link":                 "link",
		"by a detour":               "sub/../mount",
		"a link inside":             "file.yaml",
		"by the mount's other name": "MOUNT",
		"what is not there":         "mount/none.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "real/s/k", "v")
			write(t, dir, "real/s.yaml", "s: {k: v}\n")
			for link, target := range map[string]string{"mount": "real", "link": "mount", "file.yaml": "mount/s.yaml"} {
				must(t, os.Symlink(target, filepath.Join(dir, link)))
			}
			before := filesBelow(t, filepath.Join(dir, "real"))
			if path == "MOUNT" {
				path = filepath.Join(dir, "real")
			}
			store := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			within(store).trust.mounts = []string{filepath.Join(dir, "mount")}
			_, err := writeTo(t, store, settingKey("k", "w"))
			wantRefused(t, err, providers.Unsupported, "is mounted by what started this process")
			if path != "mount/none.yaml" { // of which nothing can go
				_, err = store.(providers.Deleter).Delete(t.Context(), "s")
				wantRefused(t, err, providers.Unsupported, "is mounted by what started this process")
				err = store.(providers.Renamer).Rename(t.Context(), "s", "t")
				wantRefused(t, err, providers.Unsupported, "is mounted by what started this process")
			}
			after := filesBelow(t, filepath.Join(dir, "real"))
			if len(after) != len(before) || after[filepath.Join(dir, "real/s/k")] != "v" {
				t.Errorf("something was changed: %v", after)
			}
		})
	}
}

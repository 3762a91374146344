package rewrite_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/rewrite"
)

func TestApply(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "old a", "b": "old b"})
	err := rewrite.Apply(change(dir, "a", "old a", "new a"), change(dir, "b", "old b", "new b"), created(dir, "c", "new c"))
	if err != nil {
		t.Fatal(err)
	}
	demand(t, dir, map[string]string{"a": "new a", "b": "new b", "c": "new c"})
}

// Whatever keeps one of the files from being written, none is.
func TestApplyIsAllOrNothing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		prepare func(t *testing.T, dir string)
		last    func(dir string) rewrite.Change
		want    error
	}{
		"changed meanwhile": {
			last: func(dir string) rewrite.Change { return change(dir, "c", "what was read", "new c") },
			want: rewrite.ErrChanged,
		},
		"there already": {
			last: func(dir string) rewrite.Change { return created(dir, "c", "new c") },
			want: fs.ErrExist,
		},
		"gone": {
			last: func(dir string) rewrite.Change { return change(dir, "d", "old d", "new d") },
			want: fs.ErrNotExist,
		},
		"no directory": {
			last: func(dir string) rewrite.Change { return created(dir, "none/d", "new d") },
			want: fs.ErrNotExist,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			files := map[string]string{"a": "old a", "c": "old c"}
			write(t, dir, files)
			err := rewrite.Apply(change(dir, "a", "old a", "new a"), created(dir, "b", "new b"), tt.last(dir))
			var problem *rewrite.Problem
			if !errors.Is(err, tt.want) || !errors.As(err, &problem) || problem.Path != tt.last(dir).Path {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			demand(t, dir, files)
		})
	}
}

func TestApplyKeepsTheMode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "old"})
	path := filepath.Join(dir, "a")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := rewrite.Apply(change(dir, "a", "old", "new")); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(path); err != nil || after.Mode() != before.Mode() {
		t.Errorf("mode %v, want %v, error %v", after.Mode(), before.Mode(), err)
	}
}

// A link is neither followed nor replaced, be it broken or not.
func TestApplyLeavesLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{"a": "old"})
	for link, target := range map[string]string{"whole": "a", "broken": "nothing"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("links cannot be made here:", err)
		}
	}
	if err := rewrite.Apply(change(dir, "whole", "old", "new")); err == nil {
		t.Error("a link was replaced")
	}
	if err := rewrite.Apply(created(dir, "broken", "new")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v at a broken link", err)
	}
	if err := os.Remove(filepath.Join(dir, "broken")); err != nil {
		t.Fatal(err)
	}
	demand(t, dir, map[string]string{"a": "old", "whole": "old"})
}

func change(dir, name, before, after string) rewrite.Change {
	return rewrite.Change{Path: filepath.Join(dir, name), Before: []byte(before), After: []byte(after)}
}

func created(dir, name, after string) rewrite.Change {
	return rewrite.Change{Path: filepath.Join(dir, name), After: []byte(after)}
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// demand demands that a directory holds these files and nothing else.
func demand(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[entry.Name()] = string(text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

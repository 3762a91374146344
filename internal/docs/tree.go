package docs

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// copyTree copies the files that git tracks or would track below root, as they are now, to the new directory target,
// and commits them there: what somebody who clones the repository has.
func copyTree(ctx context.Context, root, target string) error {
	names, err := filesOf(ctx, root)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := copyFile(filepath.Join(root, name), filepath.Join(target, name)); err != nil {
			return err
		}
	}
	for _, arguments := range [][]string{
		{"init", "--quiet"},
		{"add", "--all", "--force"},
		{"-c", "user.name=reader", "-c", "user.email=reader@localhost", "commit", "--quiet", "--message=clone"},
	} {
		if _, err := git(ctx, target, arguments...); err != nil {
			return err
		}
	}
	return nil
}

// copyFile copies a regular file or a link. One that is gone, but still tracked, is left out.
func copyFile(from, to string) error {
	info, err := os.Lstat(from)
	if os.IsNotExist(err) {
		return nil
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() == os.ModeSymlink {
		link, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(link, to)
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode().Perm())
}

// git runs git in a directory, whoever owns it, and returns what it printed. Neither the settings of the machine's user
// reach it, nor the repository that a hook runs this for.
func git(ctx context.Context, directory string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", append([]string{"-c", "safe.directory=*"}, arguments...)...)
	command.Dir = directory
	command.Env = slices.DeleteFunc(command.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "GIT_") })
	command.Env = append(command.Env, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", strings.Join(arguments, " "), err)
	}
	return string(output), nil
}

// filesOf returns the files that git tracks or would track below root, with slashes, sorted.
func filesOf(ctx context.Context, root string) ([]string, error) {
	names, err := git(ctx, root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	files := strings.FieldsFunc(names, func(r rune) bool { return r == 0 })
	slices.Sort(files)
	return slices.Compact(files), err
}

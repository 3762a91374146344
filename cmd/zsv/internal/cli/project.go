package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// withoutLinks returns the path that links lead to; that of what does not exist as it is.
func withoutLinks(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// gitTop returns the top level of the git work tree around dir. Links are followed first, as git does.
func gitTop(dir string) (string, bool) {
	for dir := withoutLinks(dir); ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir, true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
	}
}

// projectDir returns the root below which a configuration may read files: the git top level, else its own directory.
func projectDir(dir string) string {
	if top, ok := gitTop(dir); ok {
		return top
	}
	return dir
}

const trustedAddresses = "ZSV_TRUSTED_ADDRESSES"

// user reads the user's own configuration.
func (r *run) user(workingDir string) (config.User, string, config.Diagnostics) {
	var user config.User
	var diags config.Diagnostics
	file, required := r.userConfigFile()
	if file != "" {
		user, diags = config.LoadUser(workingDir, file, required)
	}
	user.TrustedAddresses = append(user.TrustedAddresses, strings.FieldsFunc(r.getenv(trustedAddresses), func(c rune) bool {
		return c == ',' || c == ' '
	})...)
	for i, path := range user.TrustedPaths {
		if rest, ok := strings.CutPrefix(path, "~/"); ok {
			user.TrustedPaths[i] = filepath.Join(r.home(), rest)
		}
	}
	return user, file, diags
}

// home returns the user's home directory, "" where it is not known. A relative one would lie in the directory that zsv is
// started in, whose files are not the user's own.
func (r *run) home() string {
	if home := cmp.Or(r.getenv("HOME"), r.getenv("USERPROFILE")); filepath.IsAbs(home) {
		return home
	}
	return ""
}

// userConfigFile returns the path of the user's configuration, "" where there is none, and whether the user named it, so
// that it must exist. The null device is none.
func (r *run) userConfigFile() (file string, required bool) {
	switch file := r.getenv("ZSV_CONFIG"); file {
	case "":
	case os.DevNull:
		return "", false
	default:
		return file, true
	}
	base := r.getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		home := r.home()
		if home == "" {
			return "", false
		}
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, "zsv", "config.hcl"), false
}

// surroundings are what the providers of one configuration may use.
func (r *run) surroundings(workingDir, dir string, w world) providers.Surroundings {
	full := absolute(workingDir, dir)
	return providers.Surroundings{
		Dir: full, WorkingDir: workingDir, ProjectDir: projectDir(full), Environ: r.Environ,
		TrustedAddresses: w.user.TrustedAddresses, TrustedPaths: w.user.TrustedPaths,
		ConfigFile: w.userFile, Log: w.log,
	}
}

package resolve

import (
	"cmp"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
)

// A User is the one who runs zsv, with an environment and a configuration that are trusted.
type User struct {
	environ []string
	config  config.User
	file    string // the configuration's; "" where there is none
	dir     string // of the user's own files
}

const trustedAddresses = "ZSV_TRUSTED_ADDRESSES"

// ReadUser reads the user's own configuration: the file that ZSV_CONFIG names, else zsv/config.hcl in XDG_CONFIG_HOME or
// ~/.config, which need not exist. Relative paths start at workingDir.
func ReadUser(workingDir string, environ []string) (User, config.Diagnostics) {
	u := User{environ: environ}
	u.dir = u.configDir()
	file, required := u.configFile()
	var diags config.Diagnostics
	if u.file = file; file != "" {
		u.config, diags = config.LoadUser(workingDir, file, required)
	}
	u.config.TrustedAddresses = append(u.config.TrustedAddresses, strings.FieldsFunc(u.getenv(trustedAddresses),
		func(c rune) bool { return c == ',' || c == ' ' })...)
	for i, path := range u.config.TrustedPaths {
		u.config.TrustedPaths[i] = u.inHome(path)
	}
	if key := u.config.AgeKeyFile; key != "" {
		u.config.AgeKeyFile = absolute(absolute(workingDir, filepath.Dir(file)), u.inHome(key))
	}
	return u, diags
}

// Surroundings returns what the providers of the configuration in dir, which is relative to workingDir, may use.
func (u User) Surroundings(workingDir, dir string, log *slog.Logger) providers.Surroundings {
	full := absolute(workingDir, dir)
	return providers.Surroundings{
		Dir: full, WorkingDir: workingDir, ProjectDir: project.Root(full), Environ: u.environ,
		TrustedAddresses: u.config.TrustedAddresses, TrustedPaths: u.config.TrustedPaths,
		ConfigFile: u.file, ConfigDir: u.dir, AgeKeyFile: u.config.AgeKeyFile, Log: log,
	}
}

// Files returns the user's own files that zsv reads: the configuration, the identity, and what is beside them. Relative
// paths start at workingDir.
func (u User) Files(workingDir string) []string {
	files := []string{u.config.AgeKeyFile}
	if u.file != "" {
		files = append(files, absolute(workingDir, u.file))
	}
	entries, _ := os.ReadDir(u.dir) // which need not be there
	for _, entry := range entries {
		files = append(files, filepath.Join(u.dir, entry.Name()))
	}
	return files
}

func (u User) getenv(name string) string {
	return providers.Surroundings{Environ: u.environ}.Getenv(name)
}

// inHome returns a path that may begin with "~/".
func (u User) inHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(u.home(), rest)
	}
	return path
}

// home returns the user's home directory, "" where it is not known. A relative one would lie in the directory that zsv is
// started in, whose files are not the user's own.
func (u User) home() string {
	if home := cmp.Or(u.getenv("HOME"), u.getenv("USERPROFILE")); filepath.IsAbs(home) {
		return home
	}
	return ""
}

// configDir returns the directory of the user's own files, "" where it is not known.
func (u User) configDir() string {
	base := u.getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		home := u.home()
		if home == "" {
			return ""
		}
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, "zsv")
}

// configFile returns the path of the user's configuration, "" where there is none, and whether the user named it, so that
// it must exist. The null device is none.
func (u User) configFile() (file string, required bool) {
	switch file := u.getenv("ZSV_CONFIG"); file {
	case "":
	case os.DevNull:
		return "", false
	default:
		return file, true
	}
	if u.dir == "" {
		return "", false
	}
	return filepath.Join(u.dir, "config.hcl"), false
}

func absolute(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

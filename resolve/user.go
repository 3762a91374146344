package resolve

import (
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
	for i, path := range u.config.TrustedPaths {
		u.config.TrustedPaths[i] = u.surroundings().InHome(path)
	}
	if key := u.config.AgeKeyFile; key != "" {
		u.config.AgeKeyFile = project.Absolute(project.Absolute(workingDir, filepath.Dir(file)), u.surroundings().InHome(key))
	}
	return u, diags
}

// Surroundings returns what the providers of the configuration in dir, which is relative to workingDir, may use. That of the
// user does not count where Refused says so.
func (u User) Surroundings(workingDir, dir string, log *slog.Logger) providers.Surroundings {
	full := project.Absolute(workingDir, dir)
	root := project.Root(full)
	u = u.forProject(workingDir, root)
	return providers.Surroundings{
		Dir: full, WorkingDir: workingDir, ProjectDir: root, Environ: u.environ,
		TrustedAddresses: append(u.trustedAddresses(), u.config.TrustedAddresses...), TrustedPaths: u.config.TrustedPaths,
		PluginEnvironment: u.pluginEnvironment(), Commands: u.config.Commands, ConfigFile: u.file, ConfigDir: u.dir,
		AgeKeyFile: u.config.AgeKeyFile, Log: log,
	}
}

// trustedAddresses are those that the environment lists.
func (u User) trustedAddresses() []string {
	return strings.FieldsFunc(u.getenv(trustedAddresses), func(c rune) bool { return c == ',' || c == ' ' })
}

func (u User) pluginEnvironment() map[string][]string {
	all := make(map[string][]string, len(u.config.Plugins))
	for kind, plugin := range u.config.Plugins {
		all[kind] = plugin.Environment
	}
	return all
}

// Files returns the user's own files that zsv reads: the configuration, the identity, and what is beside them. Relative
// paths start at workingDir.
func (u User) Files(workingDir string) []string {
	files := []string{u.config.AgeKeyFile}
	if u.file != "" {
		files = append(files, project.Absolute(workingDir, u.file))
	}
	entries, _ := os.ReadDir(u.dir) // which need not be there
	for _, entry := range entries {
		files = append(files, filepath.Join(u.dir, entry.Name()))
	}
	return files
}

// surroundings are what is known of the user without the configuration.
func (u User) surroundings() providers.Surroundings {
	return providers.Surroundings{Environ: u.environ}
}

func (u User) getenv(name string) string { return u.surroundings().Getenv(name) }

// configDir returns the directory of the user's own files, "" where it is not known.
func (u User) configDir() string {
	base := u.getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		home := u.surroundings().Home()
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

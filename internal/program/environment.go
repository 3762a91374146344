package program

import "strings"

// base are the variables that every program gets: where it finds its files and other programs, the user's language, and
// how to reach the network. One that ends in "*" stands for all whose names begin like it.
var base = []string{
	"HOME", "USER", "LOGNAME", "LANG", "LC_*", "TZ", "TMPDIR", "XDG_*",
	"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
	// What Windows needs.
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "USERNAME", "HOMEDRIVE", "HOMEPATH",
	"APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)",
}

// SearchOf returns the search in PATH, as an environment has it, for a project.
func SearchOf(environ []string, project string) Search {
	return Search{Path: Variable(environ, "PATH"), Project: project}
}

// Variable returns the value of a variable, "" where it is not set. Of several entries the first counts, as for getenv.
func Variable(environ []string, name string) string {
	for _, entry := range environ {
		if key, value, ok := strings.Cut(entry, "="); ok && SameName(key, name) {
			return value
		}
	}
	return ""
}

// Environment returns what a program gets of an environment: PATH, as the search has it, the variables that all programs get,
// and those that names has, in which one that ends in "*" stands for all whose names begin like it. Of several entries of one
// name the first counts, as for getenv.
func (s Search) Environment(inherited, names []string) []string {
	environ := []string{"PATH=" + s.safePath()}
	seen := []string{"PATH"}
	for _, entry := range inherited {
		name, _, ok := strings.Cut(entry, "=")
		if !ok || name == "" || matchesName(name, seen) {
			continue
		}
		if matchesName(name, base) || matchesName(name, names) {
			environ, seen = append(environ, entry), append(seen, name)
		}
	}
	return environ
}

// IsForAll says whether a variable is one that every program gets.
func IsForAll(name string) bool { return SameName(name, "PATH") || matchesName(name, base) }

// matchesName says whether a variable is one of those that patterns stand for.
func matchesName(name string, patterns []string) bool {
	for _, pattern := range patterns {
		if begin, open := strings.CutSuffix(pattern, "*"); open {
			if len(name) >= len(begin) && SameName(name[:len(begin)], begin) {
				return true
			}
		} else if SameName(name, pattern) {
			return true
		}
	}
	return false
}

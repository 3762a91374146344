package mask

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/providers"
)

const (
	// shortestGiven is the length from which on what a program is given for its store is taken for a credential.
	shortestGiven = 6
	// shortestNamed is that of what a variable calls one.
	shortestNamed = 4
)

// Credentials returns what the environment of a program holds that must not be shown, though the program may write it: a program
// shows what it was called with. That is what is called a credential; what a variable has that not all programs get, but for
// addresses and the paths of files; what that contains, see parts; and the passwords in URLs, such as that of a proxy.
func Credentials(environ []string) []providers.Value {
	var all []providers.Value
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		for _, password := range passwords(value) {
			all = append(all, providers.NewValue(password))
		}
		given := len(value) >= shortestGiven && !program.IsForAll(name) && !isAddress().MatchString(value) && !isFile(value)
		if given || len(value) >= shortestNamed && isCalledCredential(name) {
			all = append(all, providers.NewValue(value))
			for _, part := range parts(value) {
				all = append(all, providers.NewValue(part))
			}
		}
	}
	return all
}

// isCalledCredential says whether the name of a variable is that of a credential.
func isCalledCredential(name string) bool {
	name = strings.ToUpper(name)
	for _, part := range []string{"TOKEN", "SECRET", "PASSW", "KEY", "CREDENTIAL", "AUTH"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// isAddress is for what names a server and nothing on it.
var isAddress = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z]+://[\w.:\[\]-]+/?$`) })

// isFile says whether a value is the path of something that is there.
func isFile(value string) bool {
	if !filepath.IsAbs(value) || strings.ContainsRune(value, 0) {
		return false
	}
	_, err := os.Lstat(value)
	return err == nil
}

// userinfo is what stands before the host in a URL, or at the beginning of what need not have a scheme, such as a proxy. A
// password may have an "@" in it, and a "/" though it must not.
var userinfo = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`(?:^|://)([^\s/?#]*:[^\s/?#]+)@`),
		regexp.MustCompile(`://([^\s/?#:@]*:\S+)@`),
		regexp.MustCompile(`://([^\s/?#:@]{6,})@`),
	}
})

// passwords returns those in the URLs of a value, as they are and decoded, and with the user's name.
func passwords(value string) []string {
	if !strings.Contains(value, "@") {
		return nil
	}
	var all []string
	for _, pattern := range userinfo() {
		for _, match := range pattern.FindAllStringSubmatch(value, -1) {
			all = append(all, match[1])
			if _, password, ok := strings.Cut(match[1], ":"); ok && len(password) >= shortestNamed {
				all = append(all, password)
			}
		}
	}
	for _, text := range all {
		if decoded, err := url.PathUnescape(text); err == nil && decoded != text {
			all = append(all, decoded)
		}
	}
	return all
}

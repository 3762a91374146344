package docs

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
)

var (
	inlineCode = regexp.MustCompile("`[^`]*`")
	links      = regexp.MustCompile(`\]\(<?([^)\s>]+)>?[^)]*\)|^ {0,3}\[[^\]]+\]:\s+<?([^\s>]+)|(?:href|src)="([^"]+)"`)
)

// checkLinks says which of a page's links within the repository lead nowhere.
func checkLinks(root fs.FS, page, source string) []string {
	var problems []string
	for i, line := range proseOf(source) {
		for _, found := range links.FindAllStringSubmatch(inlineCode.ReplaceAllString(line, "``"), -1) {
			if reason := checkLink(root, page, found[1]+found[2]+found[3]); reason != "" {
				problems = append(problems, fmt.Sprintf("%s:%d: %s", page, i+1, reason))
			}
		}
	}
	return problems
}

// checkLink says why a link leads nowhere; "" where it leads somewhere, or out of the repository.
func checkLink(root fs.FS, page, target string) string {
	link, err := url.Parse(target)
	switch {
	case err != nil:
		return fmt.Sprintf("the link %q is no address", target)
	case link.Scheme != "" || link.Host != "":
		return ""
	}
	file := linkedFile(page, link.Path)
	if _, err := fs.Stat(root, file); err != nil {
		return fmt.Sprintf("the link %q leads to no file", target)
	}
	if link.Fragment == "" || path.Ext(file) != ".md" {
		return ""
	}
	source, err := fs.ReadFile(root, file)
	if err != nil || !anchorsOf(string(source))[link.Fragment] {
		return fmt.Sprintf("the link %q leads to no heading of %s", target, file)
	}
	return ""
}

// linkedFile returns the file that a link's path names, relative to the root of the repository.
func linkedFile(page, target string) string {
	if target == "" {
		return page
	}
	if below, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(below)
	}
	return path.Join(path.Dir(page), target)
}

package pluginwire

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/internal/project"
	"github.com/zsv-dev/zsv/providers"
)

// A Remedy is what is said to people beside the detail of a program that finds something wrong with its block.
type Remedy struct {
	// Place returns the place of what a detail is about, as "main.zsv.hcl:2:3". nil: none is known.
	Place func(detail string) string
	// ConfigFile is the user's own configuration.
	ConfigFile string
}

// complete adds to an error of a program what it cannot know: where its arguments stand, and the line that allows what the user
// does not trust yet.
func (s *session) complete(said *providers.Error) {
	if said.Reason != providers.Invalid && said.Reason != providers.Untrusted {
		return
	}
	detail := said.Detail
	if said.Reason == providers.Untrusted {
		said.Detail += s.allowing(detail)
	}
	if s.remedy.Place != nil {
		if place := s.remedy.Place(detail); place != "" {
			said.Detail = Plain(place) + ": " + said.Detail
		}
	}
}

// allowing returns the line that allows what a detail is about: an argument that it shows. "" where there is none, or the
// detail has it.
func (s *session) allowing(detail string) string {
	for _, text := range texts(s.arguments) {
		line := s.line(text, detail)
		if line == "" || strings.Contains(detail, line) {
			continue
		}
		file := "your own zsv configuration"
		if s.remedy.ConfigFile != "" {
			file = strconv.Quote(s.remedy.ConfigFile)
		}
		return fmt.Sprintf("; the line for %s: %s", file, line)
	}
	return ""
}

// line returns that for a text of the arguments, if the detail shows it, and the user does not trust it yet.
func (s *session) line(text, detail string) string {
	trusted := s.envelope.Trusted
	if origin, ok := originOf(text); ok {
		if slices.Contains(trusted.Addresses, origin) || !strings.Contains(detail, origin) && !strings.Contains(detail, text) {
			return ""
		}
		return fmt.Sprintf("trusted_addresses = [%s]", quoteHCL(origin))
	}
	path := project.WithoutLinks(project.Absolute(s.envelope.Directory, text))
	within := func(one string) bool {
		relative, err := filepath.Rel(one, path)
		return err == nil && filepath.IsLocal(relative)
	}
	isShown := text != "" && (strings.Contains(detail, text) || strings.Contains(detail, path))
	if !isShown || slices.ContainsFunc(trusted.Paths, within) {
		return ""
	}
	return fmt.Sprintf("trusted_paths = [%s]", quoteHCL(path))
}

// quoteHCL returns a text as the language of configurations has it.
func quoteHCL(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(text))
}

// texts returns all strings in arguments, the longest first.
func texts(arguments any) (all []string) {
	switch given := arguments.(type) {
	case string:
		all = append(all, given)
	case map[string]any:
		for _, one := range given {
			all = append(all, texts(one)...)
		}
	case []any:
		for _, one := range given {
			all = append(all, texts(one)...)
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return all
}

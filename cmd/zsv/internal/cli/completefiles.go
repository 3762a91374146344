package cli

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/internal/project"
)

// completeDirectories offers directories, such as those of configurations.
func (r *invocation) completeDirectories(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	if r.global.chdir == "" {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	return r.entriesBehind("", typed, func(entry os.DirEntry) bool { return entry.IsDir() })
}

// completeFilesOf offers files whose names have one of these extensions, if any are named, and directories on the way to
// them. Shells know best how to complete files, but not what --chdir means.
func (r *invocation) completeFilesOf(extensions ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		switch {
		case r.global.chdir != "":
			return r.entriesBehind("", typed, func(entry os.DirEntry) bool {
				return entry.IsDir() || len(extensions) == 0 || slices.Contains(extensions, strings.TrimPrefix(path.Ext(entry.Name()), "."))
			})
		case len(extensions) > 0:
			return extensions, cobra.ShellCompDirectiveFilterFileExt
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
}

// completeFormats offers formats, and files behind "FORMAT=".
func (r *invocation) completeFormats(formats ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		if format, file, ok := strings.Cut(typed, "="); ok {
			return r.filesBehind(format+"=", file)
		}
		all := make([]offer, len(formats))
		for i, format := range formats {
			all[i].text = format
		}
		return offers(typed, all...), cobra.ShellCompDirectiveNoFileComp
	}
}

// filesBehind offers the files whose path begins with what is typed, behind a prefix that shells would take for a part of
// the path.
func (r *invocation) filesBehind(prefix, typed string) ([]string, cobra.ShellCompDirective) {
	return r.entriesBehind(prefix, typed, func(os.DirEntry) bool { return true })
}

// entriesBehind offers those of the files whose path begins with what is typed that wanted allows. No blank follows where a
// directory may be gone into.
func (r *invocation) entriesBehind(prefix, typed string, wanted func(os.DirEntry) bool) ([]string, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp
	workingDir, err := r.workingDir()
	if err != nil {
		return nil, directive
	}
	parent, begun := path.Split(filepath.ToSlash(typed))
	entries, _ := os.ReadDir(project.Absolute(workingDir, filepath.FromSlash(parent)))
	var all []offer
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, begun) || strings.HasPrefix(name, ".") && begun == "" || !wanted(entry) {
			continue
		}
		if entry.IsDir() {
			name += "/"
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		all = append(all, offer{text: prefix + parent + name})
	}
	return offers(prefix+typed, all...), directive
}

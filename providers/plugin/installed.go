package plugin

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// Installed returns the types for which a program is installed, sorted. It looks at names alone and runs nothing.
func Installed(around providers.Surroundings) []string {
	s := &search{around: around}
	var all []string
	for _, directory := range s.directories() {
		entries, _ := os.ReadDir(directory) // which need not be there, nor be for us to read
		for _, entry := range entries {
			kind, ok := strings.CutPrefix(strings.TrimSuffix(entry.Name(), endingOf(entry.Name())), programPrefix)
			if ok && isType(kind) && judge(filepath.Join(directory, entry.Name())) == nil {
				all = append(all, kind)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

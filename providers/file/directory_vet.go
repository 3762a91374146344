package file

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// vetDirectory refuses names that no file or directory can have, or that are not listed, and values that are not read.
func vetDirectory(change providers.Change) error {
	if detail := unfitName(change.Location); detail != "" {
		return misfit("%q cannot be the name of a secret in a directory: %s", change.Location, detail)
	}
	for _, key := range slices.Concat(slices.Sorted(maps.Keys(change.Set)), change.Remove) {
		detail := unfitName(key)
		if strings.Contains(key, "/") {
			detail = "a key with a slash cannot be the name of a file"
		}
		if detail != "" {
			return misfit("%q cannot be the name of a key in a directory: %s", key, detail)
		}
	}
	for key, value := range change.Set {
		if len(value.Reveal()) > maxSize {
			return misfit("the value of the key %q has more than %d MiB, which zsv does not read; keep it elsewhere", key, maxSize>>20)
		}
	}
	return nil
}

// unfitName says why the name of a secret or key would not be found again under a directory; "" if it would.
func unfitName(name string) string {
	local, err := localName(name)
	if err != nil {
		return err.Error()
	}
	for segment := range strings.SplitSeq(filepath.ToSlash(local), "/") {
		if len(segment) > maxName {
			return fmt.Sprintf("it is too long for the name of a file, which has at most %d bytes", maxName)
		}
	}
	return ""
}

// maxName is how many bytes the name of a file may have on most file systems.
const maxName = 255

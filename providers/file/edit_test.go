package file

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/zsv-dev/zsv/providers"
)

var update = flag.Bool("update", false, "write what the edits in testdata/edits give into them")

// Each file has an edit, a text before it, and the text after it, or why there is none.
func TestEdits(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/edits/*/*.txt")
	must(t, err)
	if len(paths) == 0 {
		t.Error("there are no edits")
	}
	for _, path := range paths {
		t.Run(filepath.ToSlash(path), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			must(t, err)
			before := archive.Files[0]
			name, after := "after", edit(t, plainFormats[filepath.Base(filepath.Dir(path))], string(before.Data), string(archive.Comment))
			if strings.HasPrefix(after, "error: ") {
				name = "refused"
			}
			archive.Files = []txtar.File{before, {Name: name, Data: []byte(after)}}
			compare(t, path, txtar.Format(archive))
		})
	}
}

// compare holds a fixture to what it should say.
func compare(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		must(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// edit returns a text after a command, or the error.
func edit(t *testing.T, f format, text, command string) string {
	t.Helper()
	found, err := f.blank()
	if text != "" {
		found, err = f.parse([]byte(text))
	}
	must(t, err)
	edited, err := apply(found, strings.TrimSpace(command))
	switch {
	case err != nil:
		return "error: " + err.Error() + "\n"
	case edited == nil:
		return text
	default:
		return string(edited)
	}
}

// apply makes the edit of a command: "delete SECRET", "rename SECRET NAME", or those of changeOf.
func apply(found document, command string) ([]byte, error) {
	words := strings.Fields(command)
	switch words[0] {
	case "delete":
		return found.(register).remove(words[1])
	case "rename":
		return found.(register).rename(words[1], words[2])
	}
	text, _, err := found.write(changeOf(command))
	return text, err
}

// changeOf reads a change: "create SECRET", "set SECRET.KEY=VALUE", "remove SECRET.KEY" and "keep", with "; " between
// them. "\n" is a line break.
func changeOf(command string) providers.Change {
	change := providers.Change{Set: map[string]providers.Value{}}
	for part := range strings.SplitSeq(command, "; ") {
		word, rest, _ := strings.Cut(part, " ")
		name, value, _ := strings.Cut(rest, "=")
		secret, key, _ := strings.Cut(name, ".")
		switch word {
		case "set":
			change.Set[key] = providers.NewValue(strings.ReplaceAll(value, `\n`, "\n"))
		case "remove":
			change.Remove = append(change.Remove, key)
		case "keep":
			change.Keep = true
			continue
		}
		change.Location = secret
	}
	return change
}

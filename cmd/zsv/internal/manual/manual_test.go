package manual_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/manual"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

const (
	root      = "../../../.."
	reference = root + "/docs/commands.md"
)

// The reference is that of the commands there are.
func TestReference(t *testing.T) {
	t.Parallel()
	var made bytes.Buffer
	if err := manual.WriteReference(&made, manual.Pages(cli.Commands())); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(reference, made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	said, err := os.ReadFile(reference)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(said), made.String()); diff != "" {
		t.Errorf("docs/commands.md is not what the commands say: go test ./cmd/zsv/internal/manual -update\n%s", diff)
	}
}

// Every command says what it does, and every page has what readers look for.
func TestPagesAreComplete(t *testing.T) {
	t.Parallel()
	for _, page := range manual.Pages(cli.Commands()) {
		if page.Summary == "" || len(page.About) == 0 {
			t.Errorf("%s has no description", page.Name)
		}
		if strings.HasSuffix(page.Summary, ".") {
			t.Errorf("%s: the summary is no sentence: leave out its full stop", page.Name)
		}
		if len(page.Exit.Codes) == 0 && page.Exit.Text == "" {
			t.Errorf("%s has no exit codes", page.Name)
		}
		for _, option := range append(page.Options, page.Global...) {
			if option.Text == "" {
				t.Errorf("%s: --%s has no description", page.Name, option.Long)
			}
		}
	}
}

// The pages pass the checks of the programs that show them.
func TestManPagesAreWellFormed(t *testing.T) {
	t.Parallel()
	checkers := map[string][]string{
		"mandoc": {"-T", "lint", "-W", "warning"},
		"groff":  {"-man", "-Tutf8", "-ww", "-z"},
	}
	pages := writePages(t, t.TempDir())
	for name, args := range checkers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, err := exec.LookPath(name)
			if err != nil {
				t.Skipf("there is no %s here", name)
			}
			for _, page := range pages {
				output, err := exec.CommandContext(t.Context(), program, append(args, page)...).CombinedOutput()
				if err != nil || len(output) > 0 {
					t.Errorf("%s: %v\n%s", filepath.Base(page), err, output)
				}
			}
		})
	}
}

// The same release gives the same bytes, whenever the pages are made.
func TestManPagesAreReproducible(t *testing.T) {
	t.Parallel()
	one, two := writePages(t, t.TempDir()), writePages(t, t.TempDir())
	for i := range one {
		first, _ := os.ReadFile(one[i])
		second, _ := os.ReadFile(two[i])
		if len(first) == 0 || !bytes.Equal(first, second) {
			t.Errorf("%s differs from run to run", filepath.Base(one[i]))
		}
		if !bytes.Contains(first, []byte(`"2026-11-22" "zsv 0.1.0"`)) {
			t.Errorf("%s has not the date and the version of the release", filepath.Base(one[i]))
		}
	}
}

func writePages(t *testing.T, directory string) []string {
	t.Helper()
	var files []string
	for _, page := range manual.Pages(cli.Commands()) {
		var text bytes.Buffer
		if err := page.WriteMan(&text, manual.Release{Version: "0.1.0", Date: time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC)}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(directory, page.FileName())
		if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// What the examples show can be typed: the commands and the flags are there.
func TestExamplesCanBeTyped(t *testing.T) {
	t.Parallel()
	for _, page := range manual.Pages(cli.Commands()) {
		for _, line := range page.Examples {
			for _, command := range regexp.MustCompile(`&&|\||\$\(|;`).Split(line, -1) {
				checkExample(t, page.Name, command)
			}
		}
	}
}

func checkExample(t *testing.T, page, text string) {
	t.Helper()
	_, args, isZSV := strings.Cut(strings.TrimSuffix(" "+strings.TrimSpace(text), ")"), " zsv ")
	if !isZSV {
		return
	}
	args, _, _ = strings.Cut(args, " > ")
	args, _, _ = strings.Cut(args, " < ")
	cmd, rest, err := cli.Commands().Find(strings.Fields(args))
	if err != nil || !cmd.Runnable() {
		t.Errorf("%s: there is no command zsv %s: %v", page, args, err)
		return
	}
	if cmd.Flags().Lookup("set") != nil && strings.HasPrefix(cmd.CommandPath(), "zsv secret") || cmd.Name() == "add" {
		return // it takes options that only the user knows
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Errorf("%s: zsv %s: %v", page, args, err)
	}
}

// The variables of the environment are those that the code reads.
func TestEnvironmentIsWhatTheCodeReads(t *testing.T) {
	t.Parallel()
	pages := manual.Pages(cli.Commands())
	said := map[string]bool{"TERM": true}
	for _, entry := range pages[0].Variables {
		for _, name := range strings.Split(entry.Term, ", ") {
			said[name] = true
		}
	}
	read, words := variablesRead(t)
	for name, file := range read {
		if !said[name] {
			t.Errorf("%s reads %s, which cmd/zsv/internal/manual/environment.go does not tell of", file, name)
		}
	}
	for name := range said {
		if !words[name] && !words[strings.TrimPrefix(name, "VAULT_")] && !strings.HasSuffix(name, "_name") {
			t.Errorf("the manual tells of %s, which nothing reads", name)
		}
	}
}

// variablesRead returns the names of variables that stand in strings of the sources, each with a file that has it, and all
// words in capitals there: the provider vault reads some variables by what follows VAULT_ or BAO_.
func variablesRead(t *testing.T) (read map[string]string, words map[string]bool) {
	t.Helper()
	word := regexp.MustCompile(`"([A-Z]+(?:_[A-Z]+)*)"`)
	variable := regexp.MustCompile(`^(ZSV|VAULT|ZENML|XDG|HTTPS|NO)_|^TERM$`)
	read, words = map[string]string{}, map[string]bool{}
	for _, directory := range []string{"cmd/zsv/internal/cli", "config", "resolve", "providers", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, directory), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() && (strings.HasSuffix(path, "test") || entry.Name() == "testdata") {
				return errOrSkip(err)
			}
			if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			source, err := os.ReadFile(path)
			for _, found := range word.FindAllStringSubmatch(string(source), -1) {
				words[found[1]] = true
				if variable.MatchString(found[1]) {
					read[found[1]] = path
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return read, words
}

func errOrSkip(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// A plan counts for an hour, or as long as --max-age says, and one that a clock ahead of ours made counts a little before.
func TestAgeOfSavedPlans(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFile(t, dir, "main.zsv.hcl", "provider \"env\" \"main\" {}\nstack \"one\" {\n  components = []\n  env = { A = \"{{s.k}}\" }\n}\n")
	made := time.Date(2026, 1, 2, 3, 4, 5, 999, time.UTC)
	at := func(now time.Time, args ...string) (code int, stderr string) {
		var told bytes.Buffer
		process := &cli.Process{Args: args, Stdin: &bytes.Buffer{}, Stdout: &bytes.Buffer{}, Stderr: &told, Dir: dir,
			Environ: append(os.Environ(), "S_K=canary"), Now: func() time.Time { return now }}
		return process.Main(), told.String()
	}
	if code, stderr := at(made, "plan", "--out", "plan"); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, test := range []struct {
		age    time.Duration
		flags  []string
		refuse string
	}{
		{0, nil, ""},
		{59 * time.Minute, nil, ""},
		{61 * time.Minute, nil, "is 1h1m0s old, and --max-age is 1h0m0s"},
		{61 * time.Minute, []string{"--max-age", "2h"}, ""},
		{3 * time.Minute, []string{"--max-age", "2m"}, "is 3m0s old, and --max-age is 2m0s"},
		{-4 * time.Minute, nil, ""},
		{-6 * time.Minute, nil, "was made in the future, at 2026-01-02T03:04:05Z"},
	} {
		args := append(append([]string{"run", "--plan", "plan"}, test.flags...), "--", "go", "version")
		code, stderr := at(made.Add(test.age), args...)
		switch {
		case test.refuse == "" && code != 0:
			t.Errorf("%s after: exit code %d: %s", test.age, code, stderr)
		case test.refuse != "" && (code != 1 || !strings.Contains(stderr, test.refuse) || !strings.Contains(stderr, "zsv: go was not started")):
			t.Errorf("%s after: exit code %d, want 1 and %q: %s", test.age, code, test.refuse, stderr)
		}
	}
}

// The same plan at the same time is the same file.
func TestSavedPlansAreTheSame(t *testing.T) {
	t.Parallel()
	dir := writeFilesTwice(t, files)
	var first []byte
	for i := range often / 10 {
		process := &cli.Process{Args: []string{"plan", "--out", "plan"}, Stdin: &bytes.Buffer{}, Stdout: &bytes.Buffer{},
			Stderr: &bytes.Buffer{}, Dir: dir, Now: func() time.Time { return time.Unix(0, 0).UTC() }}
		process.Main()
		text, err := os.ReadFile(filepath.Join(dir, "plan"))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = text
		}
		if i > 0 && !bytes.Equal(first, text) {
			t.Fatalf("the file differs from that of the first run:\n%s\n%s", first, text)
		}
	}
}

package values_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/values"
)

// sourcesIn returns sources whose relative paths start at a directory with files, and what they warn of.
func sourcesIn(t *testing.T, stdin string, files map[string]string) (sources *values.Sources, warnings *[]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	warnings = new([]string)
	return &values.Sources{Stdin: strings.NewReader(stdin), Path: func(path string) string { return filepath.Join(dir, path) },
		Warn: func(text string) { *warnings = append(*warnings, text) }}, warnings
}

func TestValue(t *testing.T) {
	t.Parallel()
	const odd = "\x00\xff\r\n\"=@"
	for argument, test := range map[string]struct {
		want    string
		literal bool
	}{
		"":        {"", true},
		"v":       {"v", true},
		"-":       {"-", true},
		"a=b=c":   {"a=b=c", true},
		"a@b":     {"a@b", true},
		"@@":      {"@", true},
		"@@x":     {"@x", true},
		"@@@x":    {"@@x", true},
		"@-":      {odd, false},
		"@file":   {odd, false},
		"x @file": {"x @file", true},
	} {
		sources, warnings := sourcesIn(t, odd, map[string]string{"file": odd})
		value, literal, err := sources.Value(argument)
		if err != nil || value.Reveal() != test.want || literal != test.literal || len(*warnings) != 0 {
			t.Errorf("%q: %q, %t, %v, %v; want %q, %t", argument, value.Reveal(), literal, err, *warnings, test.want, test.literal)
		}
		if sources.UsedStdin() != (argument == "@-") {
			t.Errorf("%q: standard input was read: %t", argument, sources.UsedStdin())
		}
	}
}

// What a failed command left empty is taken, and told of; what is given as empty is not told of.
func TestEmptyValue(t *testing.T) {
	t.Parallel()
	for argument, want := range map[string][]string{
		"@-":     {"standard input was empty, so the value is empty"},
		"@empty": {`the file "empty" was empty, so the value is empty`},
		"":       nil,
	} {
		sources, warnings := sourcesIn(t, "", map[string]string{"empty": ""})
		value, _, err := sources.Value(argument)
		if err != nil || value.Reveal() != "" || !slices.Equal(*warnings, want) {
			t.Errorf("%q: %q, %v, warnings %q, want %q", argument, value.Reveal(), err, *warnings, want)
		}
	}
}

// A value that begins with @ and is taken for a file's name does not show.
func TestValueWithoutASource(t *testing.T) {
	t.Parallel()
	sources, _ := sourcesIn(t, "x", nil)
	for argument, want := range map[string]string{
		"@":                                   "names no file",
		"@canary":                             "for a value that begins with @, write @@",
		"@canary\x00":                         "for a value that begins with @, write @@",
		"@canary" + strings.Repeat("x", 300):  "for a value that begins with @, write @@",
		"@canary/" + strings.Repeat("../", 9): "for a value that begins with @, write @@",
	} {
		if _, _, err := sources.Value(argument); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: the error is %v, want one with %q", argument, err, want)
		}
	}
	if _, _, err := sources.Value("@-"); err != nil {
		t.Error(err)
	}
	if _, _, err := sources.Value("@-"); err == nil || !strings.Contains(err.Error(), "one value only") {
		t.Errorf("standard input is read twice: %v", err)
	}
	sources.Stdin = iotest.ErrReader(os.ErrClosed)
	sources, _ = sourcesIn(t, "", nil)
	sources.Stdin = iotest.ErrReader(os.ErrClosed)
	if _, _, err := sources.Value("@-"); err == nil {
		t.Error("an error of standard input is passed over")
	}
}

func TestNewlineAtTheEnd(t *testing.T) {
	t.Parallel()
	sources, warnings := sourcesIn(t, "v\n", map[string]string{"file": "v\n"})
	for _, argument := range []string{"@file", "@-"} {
		if value, _, err := sources.Value(argument); err != nil || value.Reveal() != "v\n" {
			t.Errorf("%s: %q, %v", argument, value.Reveal(), err)
		}
	}
	if len(*warnings) != 2 || !strings.Contains((*warnings)[0], `the file "file" ends in a newline`) ||
		!strings.Contains((*warnings)[1], "standard input ends in a newline") {
		t.Errorf("warnings: %q", *warnings)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	want := map[string]string{"k": "v"}
	for argument, literal := range map[string]bool{
		`{"k": "v"}`: true, "k: v": true, "k: v\n": true, "k:\n  v": true, "{k: v}": true, " {k: v}": true,
		"@s.yaml": false, "s.yaml": false, "s.json": false, "s.env": false, "@-": false, "-": false,
	} {
		sources, _ := sourcesIn(t, "k: v\n", map[string]string{"s.yaml": "k: v\n", "s.json": `{"k": "v"}`, "s.env": "k=v\n"})
		keys, isLiteral, err := sources.Keys(argument)
		if diff := cmp.Diff(want, revealed(keys)); diff != "" || err != nil || isLiteral != literal {
			t.Errorf("%q: %t, %v (-want +got):\n%s", argument, isLiteral, err, diff)
		}
	}
	sources, _ := sourcesIn(t, "", nil)
	for argument, want := range map[string]string{
		"": "names no file", "@": "names no file", "absent": "cannot read a file of that name",
		"absent.yaml": `cannot read "absent.yaml"`, "@dir/absent.yaml": `cannot read "dir/absent.yaml"`,
		`{"k": "canary"`: "expected", "k: {canary: canary}": "expected", "k: canary\nk: canary": "line 2: expected each name once",
	} {
		if _, _, err := sources.Keys(argument); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: the error is %v, want one with %q", argument, err, want)
		}
	}
}

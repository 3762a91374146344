package view_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// optionsToTry are combinations in which another code path writes untrusted text.
var optionsToTry = []view.Options{
	{},
	{Verbose: true, Width: 80},
	{Color: true, Width: 40, AllowUnverified: true},
	{Color: true, Verbose: true, Width: 1, CodeHostPath: func(path string) string { return "sub/" + path }},
}

func TestOutputIsSafe(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkSafety(t, f.Report)
		})
	}
}

// checkSafety holds every format to the promises on untrusted text.
func checkSafety(t testing.TB, r *resolve.Report) {
	t.Helper()
	for _, o := range optionsToTry {
		for _, format := range view.Formats() {
			out := render(t, format, r, o)
			where := fmt.Sprintf("%s %+v", format, o)
			checkCharacters(t, where, out, format == "text" && o.Color)
			switch format {
			case "github":
				checkAnnotations(t, where, out, r, o)
			case "sarif":
				readSARIFQuickly(t, out) // TestSARIFOfAllReports has the schema, which would slow the fuzzer down
			case "junit":
				readJUnit(t, out)
				checkNoLogCommands(t, where, out)
			case "json":
				checkExact(t, out, r)
			default:
				checkNoLogCommands(t, where, out)
			}
		}
	}
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]+m")

// checkCharacters uses a list of its own, that of the contract, so as not to repeat a mistake of the code.
func checkCharacters(t testing.TB, where, out string, color bool) {
	t.Helper()
	if color {
		out = sgr.ReplaceAllString(out, "")
	}
	if !utf8.ValidString(out) {
		t.Errorf("%s: not UTF-8:\n%q", where, out)
	}
	for _, r := range out {
		switch {
		case r == '\n':
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
			r == 0x200e, r == 0x200f, r == 0x61c, r == 0x2028, r == 0x2029:
			t.Errorf("%s: raw %U in\n%q", where, r, out)
			return
		}
	}
}

// checkNoLogCommands reads the output as a CI system's runner reads a log.
func checkNoLogCommands(t testing.TB, where, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		inline := strings.Contains(line, "##[") || strings.Contains(line, "##vso[")
		if inline || strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("%s: a command to the log: %q", where, line)
		}
	}
}

// checkAnnotations reads the output as the runner of GitHub Actions does: one command a line, and as many as there are
// findings, up to ten of a kind, with nothing between the properties that zsv did not write.
func checkAnnotations(t testing.TB, where, out string, r *resolve.Report, o view.Options) {
	t.Helper()
	errors, warnings := severitiesOf(r, o)
	want := 1 + min(errors, 10) + min(warnings, 10)
	if errors > 10 || warnings > 10 {
		want++
	}
	commands := 0
	for line := range strings.Lines(out) {
		commands++
		command, rest, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
		if command != "notice" && command != "error" && command != "warning" {
			t.Errorf("%s: the command %q in %q", where, command, line)
		}
		properties, _, found := strings.Cut(rest, "::")
		if !found {
			t.Errorf("%s: no message in %q", where, line)
		}
		for _, property := range strings.Split(properties, ",") {
			name, _, _ := strings.Cut(property, "=")
			switch name {
			case "file", "line", "col", "endLine", "endColumn", "title":
			default:
				t.Errorf("%s: the property %q in %q", where, name, line)
			}
		}
	}
	if commands != want {
		t.Errorf("%s: %d commands instead of %d for %d errors and %d warnings", where, commands, want, errors, warnings)
	}
}

// severitiesOf counts findings.
func severitiesOf(r *resolve.Report, o view.Options) (errors, warnings int) {
	for _, d := range r.Diagnostics {
		if d.Severity == config.Error {
			errors++
		} else {
			warnings++
		}
	}
	for _, c := range r.Checks {
		switch {
		case c.Status.Missing(), c.Status == resolve.StatusUnverified && !o.AllowUnverified:
			errors++
		case c.Status == resolve.StatusUnverified:
			warnings++
		}
	}
	return errors, warnings
}

// checkExact decodes JSON and compares every string. What is no UTF-8 cannot be kept.
func checkExact(t testing.TB, out string, r *resolve.Report) {
	t.Helper()
	var got resolve.Report
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	want := *r
	want.Checks = slices.Clone(r.Checks)
	for i := range want.Checks {
		want.Checks[i].Detail = want.Checks[i].FullDetail()
	}
	if diff := cmp.Diff(stringsOf(reflect.ValueOf(want), nil), stringsOf(reflect.ValueOf(got), nil)); diff != "" {
		t.Errorf("strings changed (-want +got):\n%s", diff)
	}
}

// stringsOf lists the strings of all JSON fields, as encoding/json keeps them.
func stringsOf(v reflect.Value, found []string) []string {
	switch v.Kind() {
	case reflect.String:
		found = append(found, string([]rune(v.String())))
	case reflect.Pointer:
		if !v.IsNil() {
			found = stringsOf(v.Elem(), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = stringsOf(v.Index(i), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				found = stringsOf(v.Field(i), found)
			}
		}
	}
	return found
}

package view_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// commandsOf counts the commands in annotations by their names.
func commandsOf(out string) map[string]int {
	commands := map[string]int{}
	for line := range strings.Lines(out) {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
		commands[name]++
	}
	return commands
}

// GitHub shows ten errors and ten warnings of a step. That there are more is said where it is shown.
func TestAnnotationsAreLimited(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		errors, warnings int
		want             map[string]int
		last             string
	}{
		{10, 10, map[string]int{"notice": 1, "error": 10, "warning": 10}, ""},
		{11, 0, map[string]int{"notice": 2, "error": 10}, "1 more error is not annotated: GitHub shows 10 of each kind"},
		{3, 12, map[string]int{"notice": 2, "error": 3, "warning": 10}, "2 more warnings are not annotated: "},
		{20000, 11, map[string]int{"notice": 2, "error": 10, "warning": 10}, "19990 more errors and 1 more warning are not annotated: "},
	} {
		report := resolve.Failed("")
		for i := range test.errors + test.warnings {
			severity := config.Error
			if i < test.warnings {
				severity = config.Warning
			}
			report.Diagnostics = append(report.Diagnostics, resolve.Diagnostic{Severity: severity, Rule: "syntax", Summary: "S",
				Detail: fmt.Sprint("problem ", i), Range: &resolve.Range{Filename: "a", Start: resolve.Position{Line: i + 1}}})
		}
		out := render(t, "github", report, view.Options{})
		if diff := cmp.Diff(test.want, commandsOf(out)); diff != "" {
			t.Errorf("%d errors, %d warnings:\n%s", test.errors, test.warnings, diff)
		}
		lines := strings.Split(strings.TrimSpace(out), "\n")
		last := lines[len(lines)-1]
		if !strings.HasPrefix(lines[0], "::notice title=zsv::") {
			t.Errorf("the first line is %q", lines[0])
		}
		if strings.HasPrefix(last, "::notice title=zsv::"+test.last) != (test.last != "") {
			t.Errorf("%d errors, %d warnings: the last line is %q", test.errors, test.warnings, last)
		}
	}
}

func TestAnnotationsNameTenPlacesMore(t *testing.T) {
	t.Parallel()
	report := large(0)
	report.Checks = []resolve.Check{{Secret: "s", Location: "s", Key: "k", Status: resolve.StatusMissingKey}}
	for i := range 15 {
		report.Checks[0].Uses = append(report.Checks[0].Uses, resolve.CheckUse{File: "a", Line: i + 1, Column: 1})
	}
	out := render(t, "github", report, view.Options{})
	if !strings.HasSuffix(out, "%0AAlso used at a:10:1%0AAlso used at a:11:1%0AAnd at 4 more places\n") {
		t.Errorf("the annotation is %q", out)
	}
}

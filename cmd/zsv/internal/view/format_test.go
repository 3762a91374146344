package view_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/suggest"
	"github.com/zsv-dev/zsv/resolve"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for _, name := range view.Formats() {
		if f, err := view.Find(name); err != nil || f.Name != name {
			t.Errorf("Find(%q) = %q, %v", name, f.Name, err)
		}
	}
	if view.Formats()[0] != "text" {
		t.Errorf("the default format is %q", view.Formats()[0])
	}
}

func TestFindNamesTheFormats(t *testing.T) {
	t.Parallel()
	all := suggest.OneOf(view.Formats())
	for name, want := range map[string]string{
		"jsn":   `there is no format "jsn": write ` + all + `. Did you mean "json"?`,
		"saref": `there is no format "saref": write ` + all + `. Did you mean "sarif"?`,
		"":      `there is no format "": write ` + all + `.`,
		"\x1b":  `there is no format "\x1b": write ` + all + `.`,
	} {
		_, err := view.Find(name)
		if err == nil {
			t.Fatalf("Find(%q) found a format", name)
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Error(diff)
		}
	}
}

var errDiskFull = errors.New("disk full")

// A fullDisk takes so many bytes and then fails.
type fullDisk int

func (f *fullDisk) Write(p []byte) (int, error) {
	if len(p) > int(*f) {
		return 0, errDiskFull
	}
	*f -= fullDisk(len(p))
	return len(p), nil
}

func TestWriteErrorsAreReported(t *testing.T) {
	t.Parallel()
	report := fixtures(t)["plan"].Report
	for _, name := range view.Formats() {
		f, err := view.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		disk := fullDisk(10)
		if err := f.Write(&disk, report, view.Options{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// A report that a command puts together for a failure of its own has hardly anything in it.
func TestZeroReport(t *testing.T) {
	t.Parallel()
	report := &resolve.Report{Diagnostics: []resolve.Diagnostic{
		{Severity: config.Error, Rule: "io", Summary: "Output cannot be written", Snippet: &resolve.Snippet{}},
	}}
	got := render(t, "json", report, view.Options{})
	if strings.Contains(got, "null,\n") && !strings.Contains(got, `"context": null`) || strings.Contains(got, ": null\n") {
		t.Errorf("an array is null:\n%s", got)
	}
	if !strings.Contains(got, `"directory": "."`) || !strings.Contains(got, `"values": []`) {
		t.Errorf("incomplete:\n%s", got)
	}
	if report.Checks != nil || report.Diagnostics[0].Directory != "" {
		t.Error("the report was changed")
	}
	for _, name := range view.Formats() {
		bare := &resolve.Report{Checked: true, Checks: []resolve.Check{{}}, Configurations: []string{""}}
		render(t, name, bare, view.Options{})
	}
}

package view_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/resolve"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// A fixture is a report in testdata, with what its JSON form does not hold.
type fixture struct {
	// Also names the renderings to compare beside those that every fixture has.
	Also     []string            `json:"also"`
	Checked  bool                `json:"checked"`
	Stores   []resolve.Store     `json:"stores"`
	Remedies map[string]string   `json:"remedies"` // by the check's index
	Advice   map[string][]string `json:"advice"`   // by the check's index
	Report   *resolve.Report     `json:"report"`
}

// renderings are the formats with the options that change them. The first three are compared for every fixture.
var renderings = []struct {
	name, format string
	options      view.Options
}{
	{"text", "text", view.Options{}},
	{"compact", "compact", view.Options{}},
	{"github", "github", view.Options{CodeHostPath: func(path string) string { return "sub/" + path }}},
	{"json", "json", view.Options{}},
	{"verbose", "text", view.Options{Verbose: true}},
	{"narrow", "text", view.Options{Width: 80}},
	{"color", "text", view.Options{Color: true, Width: 100}},
	{"allowed", "compact", view.Options{AllowUnverified: true}},
}

const renderingsOfAll = 3

func fixtures(t testing.TB) map[string]fixture {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	all := map[string]fixture{}
	for _, path := range paths {
		all[strings.TrimSuffix(filepath.Base(path), ".json")] = readFixture(t, path)
	}
	return all
}

func readFixture(t testing.TB, path string) fixture {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	var f fixture
	if err := decoder.Decode(&f); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	f.Report.Checked, f.Report.Stores = f.Checked, f.Stores
	for index, remedy := range f.Remedies {
		f.check(t, index).Remedy = remedy
	}
	for index, advice := range f.Advice {
		f.check(t, index).Advice = advice
	}
	return f
}

func (f fixture) check(t testing.TB, index string) *resolve.Check {
	t.Helper()
	i, err := strconv.Atoi(index)
	if err != nil || i >= len(f.Report.Checks) {
		t.Fatalf("there is no check %s: %v", index, err)
	}
	return &f.Report.Checks[i]
}

func render(t testing.TB, format string, r *resolve.Report, o view.Options) string {
	t.Helper()
	f, err := view.Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		wanted := map[string]bool{}
		for _, also := range f.Also {
			wanted[also] = true
		}
		for i, rendering := range renderings {
			if i >= renderingsOfAll && !wanted[rendering.name] {
				continue
			}
			t.Run(name+"."+rendering.name, func(t *testing.T) {
				t.Parallel()
				golden := filepath.Join("testdata", "golden", name+"."+rendering.name)
				compare(t, golden, render(t, rendering.format, f.Report, rendering.options))
			})
		}
	}
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v (write it with: go test -update)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", golden, diff)
	}
}

package resolve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

func problem(file string, line int, summary string) resolve.Diagnostic {
	d := resolve.Diagnostic{Severity: config.Error, Rule: "syntax", Summary: summary, Directory: file}
	if line > 0 {
		at := resolve.Position{Line: line, Column: 1, Byte: line}
		d.Range = &resolve.Range{Filename: file, Start: at, End: at}
	}
	return d
}

func TestMerge(t *testing.T) {
	t.Parallel()
	shared := problem("user.hcl", 1, "shared")
	fromB := shared
	fromB.Directory = "b"
	b := &resolve.Report{
		Level: providers.SecretExists, LevelSource: resolve.LevelFromConfig, Configurations: []string{"b"}, Checked: true,
		Stacks: []string{"prod", "qa"}, Checks: []resolve.Check{{Directory: "b", Secret: "z"}, {Directory: "b", Secret: "a"}},
		Diagnostics: []resolve.Diagnostic{problem("b", 2, "second"), problem("b", 1, "first"), fromB},
		Loosened:    []resolve.Loosened{{Setting: "validation_level", File: "b", Line: 1}},
		Summary: resolve.Summary{References: 1, Checks: 2, Secrets: 3, Present: 4, Missing: 5, MissingSecrets: 6, MissingKeys: 7,
			Unverified: 8, Skipped: 9, ValuesRead: 10, Requests: 11},
	}
	a := &resolve.Report{
		Level: providers.SecretAndKeyExists, LevelSource: resolve.LevelFromDefault, Configurations: []string{"a"},
		Stacks: []string{"dev", "prod"}, Checks: []resolve.Check{{Directory: "a"}},
		Diagnostics: []resolve.Diagnostic{shared, problem("a", 0, "nowhere"), problem("a", 3, "third")},
		Loosened:    []resolve.Loosened{{Setting: "rule", File: "a", Line: 1}},
		Summary: resolve.Summary{References: 1, Checks: 1, Secrets: 1, Present: 1, Missing: 1, MissingSecrets: 1, MissingKeys: 1,
			Unverified: 1, Skipped: 1, ValuesRead: 1, Requests: 1},
	}
	want := &resolve.Report{
		FormatVersion: resolve.FormatVersion, Version: "1.2.3", Level: providers.SecretExists,
		LevelSource: resolve.LevelFromConfig, Configurations: []string{"a", "b"}, Checked: true,
		Stacks: []string{"dev", "prod", "qa"},
		Checks: []resolve.Check{{Directory: "a"}, {Directory: "b", Secret: "z"}, {Directory: "b", Secret: "a"}},
		Diagnostics: []resolve.Diagnostic{problem("a", 0, "nowhere"), problem("a", 3, "third"), problem("b", 1, "first"),
			problem("b", 2, "second"), fromB},
		Loosened: []resolve.Loosened{{Setting: "rule", File: "a", Line: 1}, {Setting: "validation_level", File: "b", Line: 1}},
		Summary: resolve.Summary{References: 2, Checks: 3, Secrets: 4, Present: 5, Missing: 6, MissingSecrets: 7, MissingKeys: 8,
			Unverified: 9, Skipped: 10, ValuesRead: 11, Requests: 12},
	}
	if diff := cmp.Diff(want, resolve.Merge("1.2.3", b, a)); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}

// The report of nothing has no null in it.
func TestMergeOfNothing(t *testing.T) {
	t.Parallel()
	r := resolve.Merge("1.2.3")
	if r.Configurations == nil || r.Stacks == nil || r.Checks == nil || r.Loosened == nil || r.Diagnostics == nil {
		t.Errorf("it has a nil slice: %+v", r)
	}
	if r.Level != providers.SecretAndKeyExists || r.LevelSource != resolve.LevelFromDefault {
		t.Errorf("level %s from %s", r.Level, r.LevelSource)
	}
}

// A failure beside reports neither lowers nor raises their level.
func TestMergeWithAFailure(t *testing.T) {
	t.Parallel()
	failed := resolve.Failed("1.2.3", problem(".", 0, "failed"))
	lowered := &resolve.Report{Level: providers.None, LevelSource: resolve.LevelFromFlag}
	for _, merged := range []*resolve.Report{resolve.Merge("1.2.3", failed, lowered), resolve.Merge("1.2.3", lowered, failed)} {
		if merged.Level != providers.None || merged.LevelSource != resolve.LevelFromFlag || len(merged.Diagnostics) != 1 {
			t.Errorf("level %s from %s, %d diagnostics", merged.Level, merged.LevelSource, len(merged.Diagnostics))
		}
	}
}

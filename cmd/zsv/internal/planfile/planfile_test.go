package planfile_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/planfile"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// example is a plan with something in every field.
func example() *planfile.Plan {
	use := resolve.CheckUse{Address: "component.a.b", Component: "a.b", Attribute: "c", File: "a \u202e\n\xff.zsv.hcl", Line: 1, Column: 2,
		EndLine: 3, EndColumn: 4}
	context := "component \"a\" \"b\""
	return &planfile.Plan{
		Made: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Version: "0.1.0", Stacks: []string{"one"}, AllowUnverified: true,
		Basis: &resolve.Basis{Directory: ".", Level: providers.SecretExists,
			Files: []resolve.FileBasis{{Name: "main.zsv.hcl", SHA256: "0"}},
			Providers: []resolve.ProviderBasis{{Provider: "provider.file.x", Description: "x <y>",
				Arguments: map[string]json.RawMessage{"path": json.RawMessage(`["a",{"b":null}]`)}}},
			References: []resolve.ReferenceBasis{{Stack: "one", Provider: "provider.file.x", Location: "l", Secret: "s", Key: "k",
				CheckUse: use}}},
		Report: &resolve.Report{
			FormatVersion: resolve.FormatVersion, Version: "0.1.0", Level: providers.SecretExists, LevelSource: resolve.LevelFromFlag,
			Configurations: []string{"."}, Stacks: []string{"one"},
			Summary: resolve.Summary{References: 9, Checks: 4, Present: 1, Missing: 1, Unverified: 1, Skipped: 1, ValuesRead: 3, Requests: 2},
			Checks: []resolve.Check{
				{Directory: ".", Stack: "one", Provider: "provider.file.x", Location: "l", Secret: "s", Key: "k",
					Status: resolve.StatusMissingKey, Reason: "deleted", Detail: "detail", Suggestion: "kk", Uses: []resolve.CheckUse{use},
					Remedy: "zsv apply\nmore", Advice: []string{"do", "this"}, Description: "ask <me> ::error::"},
				{Status: resolve.StatusPresent, Uses: []resolve.CheckUse{}},
				{Status: resolve.StatusUnverified, Reason: "denied", Uses: []resolve.CheckUse{}},
				{Status: resolve.StatusSkipped, Reason: "optional", Uses: []resolve.CheckUse{}},
			},
			Loosened: []resolve.Loosened{{Setting: "rule", Name: "x", Value: "off", File: "f", Line: 1, Column: 2}},
			Diagnostics: []resolve.Diagnostic{{Severity: "warning", Rule: "r", Summary: "s", Detail: "d", Directory: ".", Address: "a",
				Range:   &resolve.Range{Filename: "f", Start: resolve.Position{Line: 1, Column: 2, Byte: 3}},
				Snippet: &resolve.Snippet{Context: &context, Code: "c \u2028", StartLine: 1, HighlightEndOffset: 1, Values: []any{}},
				Reason:  "denied"}},
			Stores:  []resolve.Store{{Directory: ".", Provider: "provider.file.x", Level: providers.SecretExists, Description: "x"}},
			Checked: true, Registers: true,
		},
	}
}

func encoded(t testing.TB, p *planfile.Plan) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := planfile.Encode(&text, p); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// valid is a plan as it comes back: JSON knows no invalid UTF-8.
func valid(p *planfile.Plan) *planfile.Plan {
	for _, use := range []*resolve.CheckUse{&p.Basis.References[0].CheckUse, &p.Report.Checks[0].Uses[0]} {
		use.File = strings.ToValidUTF8(use.File, "\ufffd")
	}
	return p
}

// A plan comes back with all that is in it, however the file is indented, and without a character that a terminal obeys.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	text := encoded(t, example())
	if i := bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r != '\ufffd' }); i >= 0 {
		t.Errorf("the file has the byte %#x at %d", text[i], i)
	}
	var compact, wide bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		t.Fatal(err)
	}
	if err := json.Indent(&wide, text, "", "\t\t"); err != nil {
		t.Fatal(err)
	}
	for _, form := range [][]byte{text, compact.Bytes(), wide.Bytes()} {
		got, err := planfile.Decode(form)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got.Basis.Providers { // which keep their layout
			for name, value := range p.Arguments {
				var bare bytes.Buffer
				_ = json.Compact(&bare, value)
				p.Arguments[name] = bare.Bytes()
			}
		}
		if diff := cmp.Diff(valid(example()), got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if differences := got.Differences(example().Basis); len(differences) > 0 {
			t.Errorf("it differs from itself: %q", differences)
		}
	}
}

// Whatever happens to a file, it is read as it was or not at all.
func TestDamage(t *testing.T) {
	t.Parallel()
	text := encoded(t, example())
	for i := range text {
		if _, err := planfile.Decode(text[:i]); err == nil && len(bytes.TrimSpace(text[i:])) > 0 {
			t.Errorf("cut off at %d: no error", i)
		}
		for _, flip := range []byte{1, 2, 4, 8, 16, 32, 64, 128} {
			flipped := bytes.Clone(text)
			flipped[i] ^= flip
			got, err := planfile.Decode(flipped)
			if err != nil {
				continue
			}
			if diff := cmp.Diff(encoded(t, valid(example())), encoded(t, got)); diff != "" {
				t.Errorf("byte %d, bit %d: read, as another plan:\n%s", i, flip, diff)
			}
		}
	}
}

// The message says which kind of wrong file it is, and what to do.
func TestWrongFiles(t *testing.T) {
	t.Parallel()
	text := string(encoded(t, example()))
	inner := example()
	inner.Report.Summary.Missing = 0
	status := example()
	status.Report.Checks[1].Status = "fine"
	basis := example()
	basis.Basis = nil
	for name, test := range map[string]struct{ text, want string }{
		"empty":               {"", "no saved plan"},
		"another JSON":        {`{"a": 1}`, "no saved plan"},
		"an archive":          {"PK\x03\x04", "no saved plan"},
		"a report":            {`{"format_version": "1.0", "zsv_version": "0.1.0", "checks": []}`, "a report of zsv"},
		"cut off":             {text[:len(text)/2], "damaged"},
		"edited":              {strings.Replace(text, `"missing_key"`, `"present"`, 1), "damaged"},
		"a newer format":      {strings.Replace(text, `"zsv_plan": "1.0"`, `"zsv_plan": "2.0"`, 1), "version 2.0.*update"},
		"an older one":        {strings.Replace(text, `"zsv_plan": "1.0"`, `"zsv_plan": "0.9"`, 1), "version 0.9"},
		"no version":          {strings.Replace(text, `"zsv_plan": "1.0"`, `"zsv_plan": "\u001b[31m"`, 1), "damaged"},
		"a version of a kind": {strings.Replace(text, `"zsv_plan": "1.0"`, `"zsv_plan": 1`, 1), "damaged"},
		"counts of others":    {string(encoded(t, inner)), "damaged"},
		"an unknown status":   {string(encoded(t, status)), "damaged"},
		"no basis":            {string(encoded(t, basis)), "damaged"},
	} {
		_, err := planfile.Decode([]byte(test.text))
		want, more, _ := strings.Cut(test.want, ".*")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), more) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	if _, err := planfile.Decode([]byte(strings.Replace(text, `"zsv_plan": "1.0"`, `"zsv_plan": "1.7"`, 1))); err != nil {
		t.Errorf("a later 1.x: %v", err)
	}
}

// The file is its owner's alone, also where there was another, and nothing else stays behind.
func TestFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "plan")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := planfile.Probe(path); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); string(text) != "old" {
		t.Errorf("the probe changed the file: %q, %v", text, err)
	}
	if err := planfile.Write(path, example()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if got, err := planfile.Read(path); err != nil || got.Version != "0.1.0" {
		t.Errorf("%+v, %v", got, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

// What cannot be written is said by the probe, and the write leaves nothing behind.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, path := range map[string]string{"a directory": dir, "nowhere": filepath.Join(dir, "nothing", "plan")} {
		if err := planfile.Probe(path); err == nil {
			t.Errorf("%s: the probe finds nothing wrong", name)
		}
		if err := planfile.Write(path, example()); err == nil {
			t.Errorf("%s: it was written", name)
		}
	}
	if _, err := planfile.Read(dir); err == nil {
		t.Error("a directory was read")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

// FuzzDecode demands of whatever is accepted that it can be shown in every format, compared and saved. The checksum is always
// right: anybody can compute it.
func FuzzDecode(f *testing.F) {
	var file struct {
		Plan json.RawMessage `json:"plan"`
	}
	if err := json.Unmarshal(encoded(f, example()), &file); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(file.Plan))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, plan []byte) {
		var compact bytes.Buffer
		if json.Compact(&compact, plan) != nil {
			return
		}
		text := fmt.Sprintf(`{"zsv_plan": "1.0", "sha256": "%x", "plan": %s}`, sha256.Sum256(compact.Bytes()), compact.Bytes())
		p, err := planfile.Decode([]byte(text))
		if err != nil {
			return
		}
		_ = p.Differences(p.Basis)
		_ = encoded(t, p)
		for _, name := range view.Formats() {
			format, err := view.Find(name)
			if err == nil {
				err = format.Write(io.Discard, p.Report, view.Options{Verbose: true})
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

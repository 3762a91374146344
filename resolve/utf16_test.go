package resolve_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// What counts is what JavaScript's strings count: an accent that stands by itself is a unit, and an emoji is two.
func TestColumnsInUTF16(t *testing.T) {
	t.Parallel()
	const reference = "{{mlflow.password}}"
	for name, before := range map[string]string{
		"ASCII":         `password = "`,
		"two bytes":     `password = /* é */ "`,
		"an accent":     "password = /* e\u0301 */ \"",
		"three bytes":   `password = /* 秘密 */ "`,
		"an emoji":      `password = /* 😀 */ "`,
		"a family":      "password = /* 👩\u200d👩\u200d👧 */ \"",
		"a tab":         "\tpassword = \"",
		"far to behind": `password = /* ` + strings.Repeat("é😀x", 1000) + ` */ "`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := before + reference + `" # é`
			source := "component \"experiment_tracker\" \"m\" {\n  /* 😀 */ flavor = \"mlflow\"\n" + line + "\n}\n"
			report := checkWith(t, always(providers.Answer{}), source, resolve.Options{})
			column := len(utf16.Encode([]rune(before))) + 1
			want := resolve.UTF16{Column: column, EndColumn: column + len(reference)}
			if diff := cmp.Diff(want, report.Checks[0].Uses[0].UTF16); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestColumnsInUTF16OfDiagnostics(t *testing.T) {
	t.Parallel()
	const source = "component \"alerter\" \"slack\" {\n  x = { \"😀\" = \"{{s . k}}\" }\n  /* é */ y = \"{{a.b}}{{c.d}}\"\n}\n"
	var got []resolve.UTF16
	for _, d := range checkWith(t, always(providers.Answer{}), source, resolve.Options{}).Diagnostics {
		if d.Rule == "malformed-reference" {
			got = append(got, d.Range.UTF16)
		}
	}
	lines := strings.Split(source, "\n")
	var want []resolve.UTF16
	for i, text := range []string{"{{s . k}}", "{{a.b}}{{c.d}}"} {
		before, _, _ := strings.Cut(lines[i+1], text)
		column := len(utf16.Encode([]rune(before))) + 1
		want = append(want, resolve.UTF16{Column: column, EndColumn: column + len(text)})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A file of one line with as many references as fit takes no longer for each than one of many lines.
func TestColumnsInUTF16OfOneLongLine(t *testing.T) {
	t.Parallel()
	const references = 20000
	var b strings.Builder
	b.WriteString(`component "a" "b" { é = [`)
	for i := range references {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, `"{{s%05d.é}}"`, i)
	}
	b.WriteString("] }\n")
	source := b.String()
	report := checkWith(t, always(providers.Answer{}), source, resolve.Options{})
	if len(report.Checks) != references {
		t.Fatalf("%d checks", len(report.Checks))
	}
	for _, i := range []int{0, 1, references / 2, references - 1} {
		before, _, _ := strings.Cut(source, fmt.Sprintf(`{{s%05d.é}}`, i))
		column := len(utf16.Encode([]rune(before))) + 1
		want := resolve.UTF16{Column: column, EndColumn: column + len("{{s00000.k}}")}
		if got := report.Checks[i].Uses[0].UTF16; got != want {
			t.Errorf("reference %d: got %v, want %v", i, got, want)
		}
	}
}

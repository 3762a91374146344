package view_test

import (
	"reflect"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// FuzzUntrustedText puts text into every string of a report and holds every format to its promises.
func FuzzUntrustedText(f *testing.F) {
	for _, seed := range []string{
		"", "x", " ", "\n::error::x", "::error file=a::b", "a ::b ::c", "\u00a0::add-mask::a", "#", "##",
		"##[error]", "###[", "##vso[a]b",
		"\x1b[31m", "\u202e", "\u2028", "\x80\xff", "\u200b", "%0A%25",
		",:=", "\t\r\n", "\U000e0001", "👩‍👩‍👧", "秘密", "e\u0301", "\ufffd",
		"provider.a.b", "provider.", "a.\u0085::x",
	} {
		f.Add(seed, "x", 0, 1, byte(0))
		f.Add("y", seed, -1, 100, byte(4))
	}
	f.Add("\x85", "\u00a0", 1, 1, byte(3)) // the highlight begins within a character, and bytes before it are none
	f.Fuzz(func(t *testing.T, a, b string, start, end int, kind byte) {
		report := sample(statuses[int(kind)%len(statuses)], kind&8 == 0)
		fill(reflect.ValueOf(report).Elem(), &words{a, b})
		for i := range report.Diagnostics { // an empty one becomes "."
			report.Diagnostics[i].Directory += "."
		}
		snippet := report.Diagnostics[0].Snippet
		snippet.HighlightStartOffset, snippet.HighlightEndOffset = start, end
		checkSafety(t, report)
	})
}

var statuses = []resolve.Status{
	resolve.StatusPresent, resolve.StatusMissingSecret, resolve.StatusMissingKey, resolve.StatusUnverified,
	resolve.StatusSkipped,
}

// sample is a report with at least one of everything. Its strings are yet to be filled in.
func sample(status resolve.Status, checked bool) *resolve.Report {
	const other = "x"
	context := other
	uses := func(n int) []resolve.CheckUse { return make([]resolve.CheckUse, n) }
	return &resolve.Report{
		Level: providers.SecretAndKeyExists, Checked: checked,
		Configurations: make([]string, 2), Stacks: make([]string, 2), Loosened: make([]resolve.Loosened, 2),
		Stores: make([]resolve.Store, 2),
		Checks: []resolve.Check{
			{Status: status, Uses: uses(2), Remedy: other},
			{Status: resolve.StatusUnverified, Uses: uses(1)},
			{Status: resolve.StatusMissingKey, Uses: uses(1), Remedy: other},
			{Status: status, Uses: uses(0)},
		},
		Diagnostics: []resolve.Diagnostic{
			{Severity: config.Error, Range: &resolve.Range{}, Snippet: &resolve.Snippet{Context: &context}},
			{Severity: config.Warning},
		},
	}
}

// words are dealt out to the strings of a report in turn, alone and joined.
type words struct{ a, b string }

func (w *words) next() string {
	w.a, w.b = w.b, w.a
	return w.a
}

// fill replaces every string that is free text. A snippet's code has several lines.
func fill(v reflect.Value, w *words) {
	switch v.Kind() {
	case reflect.String:
		if kind := v.Type().Name(); kind != "Status" && kind != "Severity" {
			v.SetString(w.next())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), w)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), w)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), w)
		}
		if snippet, ok := v.Addr().Interface().(*resolve.Snippet); ok {
			snippet.Code = w.next() + "\n" + w.next() + w.next() + "\n" + w.next()
		}
	}
}

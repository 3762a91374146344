package view

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

func TestDisplayWidth(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"": 0, "abc": 3, "é": 1, "e\u0301": 1, "秘密": 4, "ｱ": 1, "Ａ": 2, "👩‍👩‍👧": 2, "❤️": 2, "…": 1, "│": 1, "سر": 2,
	} {
		if got := displayWidth(s); got != want {
			t.Errorf("displayWidth(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestHeadAndTail(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		s          string
		columns    int
		head, tail string
	}{
		{"abc", 2, "ab", "bc"},
		{"abc", 3, "abc", "abc"},
		{"abc", 0, "", ""},
		{"秘密x", 3, "秘", "密x"},
		{"ae\u0301b", 2, "ae\u0301", "e\u0301b"},
	} {
		if got := head(test.s, test.columns); got != test.head {
			t.Errorf("head(%q, %d) = %q, want %q", test.s, test.columns, got, test.head)
		}
		if got := tail(test.s, test.columns); got != test.tail {
			t.Errorf("tail(%q, %d) = %q, want %q", test.s, test.columns, got, test.tail)
		}
	}
}

// A cluster without end is cut, but never within a character.
func TestEndlessCluster(t *testing.T) {
	t.Parallel()
	for shift := range 4 {
		s := strings.Repeat("x", shift) + strings.Repeat("\u0301", 1000) + "y"
		for columns := range 8 {
			if !utf8.ValidString(head(s, columns)) || !utf8.ValidString(tail(s, columns)) {
				t.Fatalf("%d columns after %d characters: cut within a character", columns, shift)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		s       string
		columns int
		want    []string
	}{
		{"a bc  def", 0, []string{"a bc  def"}},
		{"a bc def", 4, []string{"a bc", "def"}},
		{"a longword b", 4, []string{"a", "longword", "b"}},
		{"秘密 鍵", 5, []string{"秘密", "鍵"}},
		{"", 4, []string{""}},
	} {
		if diff := cmp.Diff(test.want, wrap(test.s, test.columns)); diff != "" {
			t.Errorf("wrap(%q, %d): %s", test.s, test.columns, diff)
		}
	}
}

// What is to be copied has a line of its own, where it fits; a command has one always.
func TestLayOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text    string
		columns int
		want    []string
	}{
		{"it is locked; make one: zsv identity --make", 0, []string{"it is locked; make one: zsv identity --make"}},
		{"it is locked; make one: zsv identity --make", 60, []string{"it is locked; make one: zsv identity --make"}},
		{"it is locked; make one: zsv identity --make", 30, []string{"it is locked; make one:", "zsv identity --make"}},
		{"it is locked; make one: zsv identity --make", 20, []string{"it is locked; make", "one:", "zsv identity --make"}},
		{"it is locked; make one: zsv identity --make", 18, []string{"it is locked; make", "one:", "zsv identity --make"}},
		{"it is locked; add to the policy: path x", 9, []string{"it is", "locked;", "add to", "the", "policy:", "path x"}},
		{"it is locked; add to the file: a long line", 9,
			[]string{"it is", "locked;", "add to", "the file:", "a long", "line"}},
		{"it failed; to see why, run: aws a --b=c: d", 24, []string{"it failed; to see why,", "run:", "aws a --b=c: d"}},
		{"it failed; to see, run: x 'a: b'", 9, []string{"it", "failed;", "to see,", "run:", "x 'a: b'"}},
		{"log in first: aws sso login", 20, []string{"log in first:", "aws sso login"}},
		{`not trusted; add to "f": trusted_paths = ["/a b"]`, 12,
			[]string{"not trusted;", "add to \"f\":", `trusted_paths = ["/a b"]`}},
		{"not verified: permission denied", 20, []string{"not verified:", "permission denied"}},
		{"not verified: permission denied", 24, []string{"not verified: permission", "denied"}},
	} {
		if diff := cmp.Diff(test.want, layOut(test.text, test.columns)); diff != "" {
			t.Errorf("layOut(%q, %d): %s", test.text, test.columns, diff)
		}
	}
}

// A command in the verdict on a secret can be copied on a terminal of any width.
func TestCommandInVerdict(t *testing.T) {
	t.Parallel()
	const command = "vault kv undelete -versions=1 -mount=secret ml/slack"
	check := resolve.Check{Provider: "provider.vault.main", Location: "secret/ml/slack", Secret: "slack", Key: "token",
		Status: resolve.StatusMissingSecret, Reason: providers.Deleted, Detail: "deleted on 2026-01-02; to bring it back: " + command,
		Uses: []resolve.CheckUse{{Address: "component.a.b", Component: "a.b", File: "main.zsv.hcl", Line: 1, Column: 1}}}
	report := &resolve.Report{Configurations: []string{"."}, Checks: []resolve.Check{check}, Checked: true,
		Summary: resolve.Summary{Missing: 1}}
	for _, width := range []int{0, 20, 40, 80, 100, 200} {
		var out strings.Builder
		if err := writeText(&out, report, Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		ends := func(line string) bool { return strings.HasSuffix(line, command) }
		if !slices.ContainsFunc(strings.Split(out.String(), "\n"), ends) {
			t.Errorf("%d columns: no line ends in the command:\n%s", width, out.String())
		}
	}
}

// However a line is cut, it fits, and the mark stays under what it marks.
func TestClip(t *testing.T) {
	t.Parallel()
	const text = "0123456789秘密abcdefghij0123456789ABCDEFGHIJ0123456789秘密abcdefghij0123456789ABCDEFGHIJ"
	cuts := []int{0, 5, 10, 13, 16, 30, 60, len(text) - 10, len(text)}
	for i, from := range cuts {
		for _, to := range cuts[i:] {
			for columns := leastColumns; columns < 100; columns++ {
				line := sourceLine{before: text[:from], marked: text[from:to], after: text[to:]}.clip(columns)
				if wide := displayWidth(line.before + line.marked + line.after); wide > columns {
					t.Fatalf("%d:%d in %d columns takes %d: %+v", from, to, columns, wide, line)
				}
				if from < to && line.marked == "" {
					t.Fatalf("%d:%d in %d columns marks nothing: %+v", from, to, columns, line)
				}
			}
		}
	}
}

func TestHighlightIsSafe(t *testing.T) {
	t.Parallel()
	for _, offsets := range [][2]int{{-5, 100}, {2, 1}, {100, 200}, {0, 0}, {3, 3}} {
		s := &resolve.Snippet{Code: "a\n€", StartLine: 1, HighlightStartOffset: offsets[0], HighlightEndOffset: offsets[1]}
		if got := len(sourceLines(s)); got != 2 {
			t.Errorf("%v: %d lines", offsets, got)
		}
	}
}

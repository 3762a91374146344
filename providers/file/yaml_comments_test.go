package file

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

const noChange = "error: no text with the change and everything else as it was\n"

// A comment stays where it is, or the edit is refused.
func TestCommentsOfYAML(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, command, after string }{
		"behind an empty document":         {"--- {} # c\n", "create s", "--- # c\ns: {}\n"},
		"behind an empty document, keys":   {"--- {} # c", "set s.a=x", "--- # c\ns:\n  a: x\n"},
		"behind an empty document, CRLF":   {"\ufeff--- {}\t# c\r\n", "create s", "\ufeff---\t# c\r\ns: {}\r\n"},
		"behind a directive's document":    {"%YAML 1.1\n--- {} # c\n", "create s", "%YAML 1.1\n--- # c\ns: {}\n"},
		"behind the brackets of nothing":   {"{} # c\n", "create s", noChange},
		"in the brackets of nothing":       {"{\n  # c\n}\n", "create s", noChange},
		"behind null":                      {"--- ~ # c\n", "create s", noChange},
		"behind an anchored document":      {"--- &x {} # c\n", "create s", noChange},
		"behind a tagged document":         {"--- !!map {} # c\n", "create s", noChange},
		"above the brackets of nothing":    {"# c\n{}\n# d\n", "create s", "# c\n\ns: {}\n# d\n"},
		"behind the start of a document":   {"--- # c\n{}\n", "set s.a=x", "--- # c\ns:\n  a: x\n"},
		"between the start and the first":  {"--- # c\n# d\n\ns: {}\n", "set s.a=x", "--- # c\n# d\n\ns:\n  a: x\n"},
		"behind the end of a document":     {"s:\n  a: x # c\n... # d\n# e\n", "set s.b=y", "s:\n  a: x # c\n  b: \"y\"\n... # d\n# e\n"},
		"at both ends, and no document":    {"# a\n--- # b\n...\n# d\n", "create s", noChange},
		"alone":                            {"# c\n", "create s", "# c\n\ns: {}\n"},
		"alone, CRLF":                      {"\ufeff# c\r\n", "create s", "\ufeff# c\r\n\r\ns: {}\r\n"},
		"at the end":                       {"s:\n  a: x\n# c", "create t", "s:\n  a: x\n# c\n\nt: {}\n"},
		"at the end, indented":             {"s:\n  a: x\n  # c\n", "set s.b=z", "s:\n  a: x\n  b: z\n  # c\n"},
		"in an opening bracket":            {"a: { # c\n k: v }\n", "set a.k=w", noChange},
		"in an opening bracket, a new key": {"a: { # c\n k: v }\n", "set a.l=w", noChange},
		"in an opening bracket, beside":    {"a: { # c\n k: v }\n", "set b.k=w", "a: { # c\n k: v }\nb:\n  k: w\n"},
		"in an opening bracket, a removal": {"a: { # c\n k: v }\n", "remove a.k", noChange},
		"in an opening bracket, a rename":  {"a: { # c\n k: v }\n", "rename a b", "b: { # c\n k: v }\n"},
		"in an opening bracket, deleted":   {"a: { # c\n k: v }\nb: {}\n", "delete a", "b: {}\n"},
		"in a closing bracket":             {"a: {k: v\n # c\n}\n", "remove a.k", noChange},
		"in brackets of nothing":           {"a: { # c\n}\n", "set a.k=v", noChange},
		"in brackets":                      {"a: {k: v, # c\n l: w}\n", "set a.m=x", "a: {k: v, # c\n  l: w, m: \"x\"}\n"},
		"behind brackets":                  {"a: {k: v} # c\n", "set a.l=w", "a: {k: v, l: \"w\"} # c\n"},
		"behind brackets, emptied":         {"a: {k: v} # c\n", "remove a.k", "a: {} # c\n"},
		"behind a bracket, no blank":       {"a: {k: v}#c\n", "set a.k=w", "a: {k: \"w\"} #c\n"},
		"before brackets":                  {"a: # c\n  {k: v} # d\n", "set a.k=w", noChange},
		"behind a document in brackets":    {"{a: {k: v}} # c\n", "set a.k=w", "{a: {k: \"w\"}} # c\n"},
		"in a document's bracket":          {"{ # c\n  a: {k: v}}\n", "set a.k=w", noChange},
		"behind an anchor":                 {"a: &x # c\n  k: v\n", "set a.l=w", "a: &x # c\n  k: v\n  l: w\n"},
		"behind an anchor, emptied":        {"a: &x # c\n  k: v\n", "remove a.k", noChange},
		"behind an anchored value":         {"a:\n  k: &x v # c\n", "set a.k=w", "a:\n  k: w # c\n"},
		"behind a tag, emptied":            {"a: !!map # c\n  k: v\n", "remove a.k", noChange},
		"behind an explicit key":           {"a:\n  ? k # c\n  : v # d\n", "set a.k=w", noChange},
		"behind a key with tabs":           {"a:\t# c\n  k: v\t# d\n", "set a.k=w", "a:\t# c\n  k: w\t# d\n"},
		"behind a null secret":             {"a: ~ # c\nb: {}\n", "set a.k=v", "a: # c\n  k: v\nb: {}\n"},
		"above what goes":                  {"s: {}\n\n# c\na: {}\n# d\nb: {}\n", "delete a", "s: {}\n\n# d\nb: {}\n"},
		"no comment in quotes":             {"{a: {k: 'x #y', l: \"#z\"}}\n", "set a.m=w", "{a: {k: 'x #y', l: \"#z\", m: \"w\"}}\n"},
		"no comment in a word":             {"{a: {k: x#y}}\n", "set a.m=w", "{a: {k: x#y, m: \"w\"}}\n"},
		"no comment in lines":              {"a:\n  k: |\n    # x\nb: {l: v}\n", "set b.l=w", "a:\n  k: |\n    # x\nb: {l: \"w\"}\n"},
	} {
		if got := edit(t, yamlFormat{}, test.before, test.command); got != test.after {
			t.Errorf("%s: %q\nbecomes %q\nwant    %q", name, test.before, got, test.after)
		}
	}
}

var aComment = regexp.MustCompile(`(?m)^[ \t]*(.*?)[ \t]*(# c\d)\r?$`)

// commentsIn returns the comments of a text, "# c1" and so on, with the word that the line begins with.
func commentsIn(text string) []string {
	var all []string
	for _, match := range aComment.FindAllStringSubmatch(text, -1) {
		word, _, _ := strings.Cut(match[1], ":")
		all = append(all, strings.Trim(word, `"`)+match[2])
	}
	return all
}

// Whatever the layout: no edit that removes nothing loses a comment, or puts it in another order or on another line.
func TestNoCommentIsLost(t *testing.T) {
	t.Parallel()
	heads := []string{"", "# c1\n", "--- # c1\n", "# c1\n---\n# c2\n", "\ufeff# c1\n\n", "%YAML 1.1\n# c1\n--- # c2\n"}
	bodies := []string{
		"{} # c3\n", "s: {} # c3\n", "s: # c3\n  k: v # c4\n  # c5\n  l: w\n  # c6\n", "s: { # c3\n  k: v, # c4\n  # c5\n  l: w # c6\n} # c7\n",
		"s: &a # c3\n  k: &b v # c4\nt: *a # c5\nu:\n  <<: *a # c6\n  m: *b # c7\n", "s: ~ # c3\n# c4\nt:\n- x # c5\n# c6\n- y\n",
		"{s: {k: v}, # c3\n# c4\nt: {}} # c5\n", "s:\n  k: | # c3\n    # v\n  # c4\n  m: 'x\n    # y' # c5\n", "? s # c3\n: # c4\n  k: v # c5\n",
	}
	tails := []string{"", "# c8", "  # c8\n\n# c9\n", "... # c8\n# c9\n"}
	kept := 0
	for lineEnd, heads := range map[string][]string{"\n": heads, "\r\n": heads[:2]} {
		for _, head := range heads {
			for _, body := range bodies {
				for _, tail := range tails {
					text := strings.ReplaceAll(head+body+tail, "\n", lineEnd)
					kept += checkCommentsStay(t, text)
				}
			}
		}
	}
	if kept < 800 {
		t.Errorf("only %d edits were not refused", kept)
	}
}

// checkCommentsStay makes several edits of a text, and returns how many were not refused.
func checkCommentsStay(t *testing.T, text string) (kept int) {
	t.Helper()
	for _, command := range []string{"create s", "create new", "set s.k=x", "set s.n=1; set s.k=y z", `set s.l=a\nb`, "set new.k=x"} {
		document, err := parseYAML([]byte(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		edited, err := apply(document, command)
		if err != nil || edited == nil {
			continue
		}
		kept++
		if before, after := commentsIn(text), commentsIn(string(edited)); !slices.Equal(before, after) {
			t.Errorf("%s: %q\nbecomes %q: %q, want %q", command, text, edited, after, before)
		}
	}
	return kept
}

package resolve_test

import (
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/resolve"
)

// The advice for a reference inside a longer string is about what makes it longer.
func TestEmbeddedAdvice(t *testing.T) {
	t.Parallel()
	const (
		inQuotes  = "It is written as a heredoc, which ends in a newline: write it as a string in quotes."
		ownQuotes = "Write references in quotes, not as heredocs, which end in a newline."
		newline   = "It ends in a newline, as a heredoc does: write it as a string in quotes."
		blanks    = "There are blanks around it: remove them."
		apart     = "Put each of the 2 references of this string into an argument of its own, or the string into the " +
			"stack's env, whose values may hold references anywhere."
		whole = "Put the whole string into the secret and refer to that, or into the stack's env, whose values may hold " +
			"references anywhere. "
	)
	tests := map[string]struct {
		value string
		want  []string
		not   string
	}{
		"a heredoc":                       {"<<EOT\n{{s.k}}\nEOT\n", []string{inQuotes}, blanks},
		"an indented heredoc":             {"<<-EOT\n    {{s.k}}\n  EOT\n", []string{inQuotes}, blanks},
		"a heredoc with blank lines":      {"<<EOT\n\n  {{s.k}}\n\nEOT\n", []string{inQuotes}, blanks},
		"a heredoc with text":             {"<<EOT\npassword: {{s.k}}\nEOT\n", []string{whole, ownQuotes}, inQuotes},
		"a heredoc of two":                {"<<EOT\n{{s.k}}\n{{s.l}}\nEOT\n", []string{apart, ownQuotes}, inQuotes},
		"a heredoc of two, with text":     {"<<EOT\na={{s.k}}\nb={{s.l}}\nEOT\n", []string{apart, ownQuotes}, inQuotes},
		"a heredoc from elsewhere":        {"local.heredoc", []string{newline}, blanks},
		"a newline":                       {`"{{s.k}}\n"`, []string{newline}, inQuotes},
		"blanks":                          {`" {{s.k}}"`, []string{blanks}, "heredoc"},
		"text":                            {`"password: {{s.k}}"`, []string{whole}, "heredoc"},
		"two":                             {`"{{s.k}} {{s.l}}"`, []string{apart}, "heredoc"},
		"two references with text around": {`"x{{s.k}}:{{s.l}}"`, []string{apart}, "heredoc"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := checkWith(t, always(isThere), "component \"a\" \"b\" {\n  x = "+test.value+"\n}\n"+
				"locals {\n  heredoc = <<EOT\n{{s.k}}\nEOT\n}\n", resolve.Options{})
			if len(report.Diagnostics) != 1 || report.Diagnostics[0].Rule != "embedded-reference" {
				t.Fatalf("diagnostics: %+v", report.Diagnostics)
			}
			detail := report.Diagnostics[0].Detail
			for _, want := range test.want {
				if !strings.Contains(detail, want) {
					t.Errorf("it does not say %q: %s", want, detail)
				}
			}
			if strings.Contains(detail, test.not) {
				t.Errorf("it says %q: %s", test.not, detail)
			}
		})
	}
}
